/* dialogue - just enough of the booking conversation to look at its screens. */

export class Dialogue {
	isHanded = false;
	#facts = {};

	constructor(clinic, world) {
		this.clinic = clinic;
		this.world = world;
	}

	step(text) {
		const f = this.#facts;
		const phone = /(\+7|8)[\s(]*\d{3}[\s)]*\d{3}[\s-]?\d{2}[\s-]?\d{2}/.exec(text)?.[0];
		const name = /[А-ЯЁ][а-яё]{2,}/.exec(text.replace(/Хочу|Здравствуйте|Терапевт|Да|Позовите/g, ''))?.[0];
		const hit = this.clinic.doctors.find((d) => text.toLowerCase().includes(d.profession.slice(0, -2)) || text.includes(d.name.split(' ')[0]));
		const named = this.clinic.services.find((s) => text.includes(s.name));

		if (/человек|оператор/i.test(text)) {
			this.isHanded = true;
			return [{ text: 'Позвал администратора. Он ответит в этом окне.' }];
		}
		if (/груди|давит/i.test(text)) {
			return [{ text: 'Это может быть опасно. Позвоните сейчас 103 или 112. Мы уже зовём администратора.', buttons: [{ text: 'Позвонить 103', url: 'tel:103' }, { text: 'Позвонить 112', url: 'tel:112' }] }];
		}
		if (/сколько|цена|стоит/i.test(text)) {
			return [{ text: `Приём терапевта стоит ${this.clinic.services[0].price_rub.toLocaleString('ru')} ₽.` }, this.#ask()];
		}
		if (phone) f.phone = `+7${phone.replace(/\D/g, '').slice(-10)}`;
		if (name && phone) f.name = name;
		if (hit || named) {
			f.service = named ?? this.clinic.services.find((s) => s.doctor_ids.includes(hit.id));
			f.doctor = hit ?? this.clinic.doctors.find((d) => d.id === f.service.doctor_ids[0]);
		}
		const part = /утр|дн[её]м|после обеда|вечер/i.exec(text)?.[0];
		if (part) f.part = part;
		if (f.offer) {
			const time = /(\d{1,2}):(\d{2})/.exec(text)?.[0];
			const start = time ? f.offer.find((s) => this.#hm(s) === time) : /да|^ок|записать/i.test(text) ? f.offer[0] : null;
			if (start) {
				this.world.book({ ...f, start: start.start });
				const { name, phone } = f;
				this.#facts = { name, phone };
				return [{ text: 'Отлично, запись подтверждена.' }, { text: 'Пришлём SMS со ссылкой для переноса или отмены и напомним за 24 часа и за 2 часа до приёма.' }];
			}
		}
		return [this.#ask()];
	}

	#hm(s) {
		return new Date(s.start + 3 * 3_600_000).toISOString().slice(11, 16);
	}

	#ask() {
		const f = this.#facts;
		if (!f.name || !f.phone) return { text: 'Для записи назовите, пожалуйста, ваше имя и телефон.' };
		if (!f.service) {
			const few = [...new Set(this.clinic.doctors.map((d) => d.profession))].slice(0, 5);
			return { text: `${f.name}, к какому врачу или на какую услугу вас записать?`, buttons: few.map((p) => ({ text: p[0].toUpperCase() + p.slice(1), send: p })) };
		}
		if (!f.part) return { text: 'Когда вам удобнее: утром, днём или вечером?', buttons: ['Утром', 'Днём', 'Вечером'].map((text) => ({ text, send: text })) };
		const [a, z] = /утр/i.test(f.part) ? [0, 12] : /веч/i.test(f.part) ? [17, 24] : [12, 18];
		const tomorrow = this.world.now() + 86_400_000;
		f.offer = this.world.free(f.service, f.doctor, tomorrow - (tomorrow % 86_400_000), 60).filter((s) => Number(this.#hm(s).slice(0, 2)) >= a && Number(this.#hm(s).slice(0, 2)) < z).slice(0, 2);
		const when = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', timeZone: 'Europe/Moscow' }).format(f.offer[0].start);
		return {
			text: `Могу предложить ${when} в ${f.offer.map((s) => this.#hm(s)).join(' или в ')}: ${f.doctor.profession} ${f.doctor.name}, филиал на Здоровья, 5, приём ${f.service.price_rub.toLocaleString('ru')} ₽. Записать вас на ${this.#hm(f.offer[0])}?`,
			buttons: [{ text: 'Да', send: 'Да' }, ...f.offer.map((s) => ({ text: this.#hm(s), send: this.#hm(s) })), { text: 'Другое время', send: 'вечером' }],
		};
	}
}

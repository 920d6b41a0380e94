/* clinic - a made-up clinic for working on the pages without the program. */

export const ZONE_H = 3;
const zone = 'Europe/Moscow';

const branches = [
	['1', 'Клиника на Здоровья', 'Москва, ул. Здоровья, 5', '5 минут пешком от метро «Университет», вход со двора'],
	['2', 'Клиника на Садовой', 'Москва, Садовая ул., 18, стр. 2', 'Метро «Маяковская», выход 1, далее направо 300 метров'],
	['3', 'Клиника в Екатеринбурге', 'Екатеринбург, ул. Малышева, 51', 'Бизнес-центр «Высоцкий», 2-й этаж'],
].map(([id, name, address, way]) => ({
	id, name, address, way, zone, phone: '+74951234567',
	map_url: `https://yandex.ru/maps/?text=${encodeURIComponent(address)}`,
}));

const people = [
	['Петрова Анна Андреевна', 'терапевт', 'Стаж 16 лет. Ведёт взрослых с давлением, простудами и хроническими болезнями.', '1'],
	['Иванов Алексей Андреевич', 'стоматолог', 'Лечит без боли и спешки. Терапия, реставрация, лечение каналов под микроскопом.', '1'],
	['Соколова Мария Игоревна', 'гинеколог', 'Ведение беременности, УЗИ, профилактика. Внимательна к вопросам.', '1'],
	['Кузнецов Дмитрий Олегович', 'кардиолог', 'Кандидат медицинских наук. ЭКГ, Холтер, подбор лечения гипертонии.', '1'],
	['Морозова Елена Викторовна', 'офтальмолог', 'Подбор очков и линз, осмотр глазного дна, глаукома.', '1'],
	['Волков Сергей Николаевич', 'травматолог', 'Суставы, спортивные травмы, блокады, плазмотерапия.', '2'],
	['Лебедева Ольга Павловна', 'дерматолог', 'Акне, родинки, аллергия. Дерматоскопия на приёме.', '2'],
	['Новиков Артём Сергеевич', 'невролог', 'Головная боль, спина, бессонница. Объясняет понятно.', '2'],
	['Козлова Наталья Юрьевна', 'педиатр', 'Дети с рождения до 18 лет. Осмотры, прививки, справки.', '2'],
	['Фёдоров Павел Ильич', 'уролог', 'Диагностика и лечение без лишних анализов.', '2'],
	['Михайлова Ирина Борисовна', 'эндокринолог', 'Щитовидная железа, диабет, лишний вес.', '3'],
	['Андреев Виктор Львович', 'онколог', 'Профилактические осмотры и второе мнение.', '3'],
];
const doctors = people.map(([name, profession, about, branch_id], i) => ({ id: `${i + 1}`, name, profession, about, branch_id }));

const priced = [
	['Приём терапевта', 'терапевт', 30, 2500, ''], ['Повторный приём терапевта', 'терапевт', 20, 1900, ''],
	['Осмотр и консультация стоматолога', 'стоматолог', 30, 1500, ''], ['Лечение кариеса', 'стоматолог', 60, 6800, ''],
	['Профессиональная чистка зубов', 'стоматолог', 60, 5900, 'За два часа до чистки не ешьте красящие продукты.'],
	['Приём гинеколога', 'гинеколог', 40, 3200, ''], ['УЗИ малого таза', 'гинеколог', 30, 2700, 'Приходите с наполненным мочевым пузырём.'],
	['Приём кардиолога', 'кардиолог', 40, 3400, ''], ['ЭКГ с расшифровкой', 'кардиолог', 20, 1400, ''],
	['Приём офтальмолога', 'офтальмолог', 30, 2600, 'За день до приёма снимите контактные линзы.'],
	['Подбор очков', 'офтальмолог', 30, 1800, ''], ['Приём травматолога', 'травматолог', 30, 2700, ''],
	['Приём дерматолога', 'дерматолог', 30, 2800, ''], ['Удаление родинки', 'дерматолог', 40, 4500, ''],
	['Приём невролога', 'невролог', 40, 3100, ''], ['Приём педиатра', 'педиатр', 30, 2600, ''],
	['Осмотр перед прививкой', 'педиатр', 20, 1600, 'Возьмите прививочный сертификат.'], ['Приём уролога', 'уролог', 30, 2900, ''],
	['Приём эндокринолога', 'эндокринолог', 40, 3000, 'Возьмите анализы за последние полгода.'],
	['УЗИ щитовидной железы', 'эндокринолог', 20, 2100, ''], ['Консультация онколога', 'онколог', 40, 3900, 'Возьмите выписки и снимки.'],
];
const services = priced.map(([name, profession, duration_min, price_rub, preparation], i) => ({
	id: `${i + 1}`, name, profession, duration_min, price_rub, preparation,
	doctor_ids: doctors.filter((d) => d.profession === profession).map((d) => d.id),
}));

export const clinic = {
	slug: 'zdorovie', name: 'Клиника «Здоровье рядом»', phone: '+79001234567',
	notice: { version: '1', text: 'Мы обрабатываем ваши данные, чтобы записать вас на приём.' },
	branches, doctors, services,
};
export const small = {
	slug: 'ulybka', name: 'Стоматология «Улыбка»', phone: '+78001234567', notice: { version: '1', text: '…' },
	branches: branches.slice(1, 2), doctors: [doctors[1]], services: services.slice(2, 5),
};

const names = ['Смирнова Ольга Петровна', 'Попов Илья Олегович', 'Васильева Дарья Сергеевна', 'Семёнов Глеб Юрьевич', 'Голубева Нина Павловна',
	'Виноградов Егор Ильич', 'Богданова Алла Ивановна', 'Орлов Тимур Русланович', 'Белова Вера Львовна', 'Макаров Кирилл Андреевич',
	'Зайцева Юлия Борисовна', 'Соловьёв Роман Игоревич', 'Крылова Тамара Николаевна', 'Гусев Фёдор Павлович', 'Титова Марина Олеговна'];

/* A small generator with a fixed seed: the same demo every time. */
export function seeded(seed) {
	let x = seed;
	return () => ((x = (x * 1103515245 + 12345) % 2147483648) / 2147483648);
}

export function isoOf(ms) {
	return `${new Date(ms + ZONE_H * 3_600_000).toISOString().slice(0, 19)}+03:00`;
}
export function msOf(date, minutes) {
	return Date.parse(`${date}T00:00:00Z`) + (minutes - ZONE_H * 60) * 60_000;
}

/* Visits of one day, as a busy clinic has them. */
export function fill(date, now, visits, nextId) {
	const day = Math.round(Date.parse(date) / 86_400_000);
	const random = seeded(day + 7);
	for (const d of doctors) {
		const { open } = hoursOf(d, date);
		if (!open) {
			continue;
		}
		for (let at = open[0]; at < open[1] - 20; ) {
			const offers = services.filter((s) => s.doctor_ids.includes(d.id));
			const s = offers[Math.floor(random() * offers.length)];
			if (random() < 0.68 && !(at < 780 && at + s.duration_min > 780) && at + s.duration_min <= open[1]) {
				const start = msOf(date, at);
				const end = start + s.duration_min * 60_000;
				const r = random();
				const state = end < now ? (r < 0.07 ? 'missed' : 'done')
					: start < now ? 'started'
						: start - now < 1_800_000 ? 'arrived'
							: r < 0.5 ? 'confirmed' : r < 0.55 ? 'cancelled' : 'booked';
				visits.push({
					id: nextId(), date, doctor_id: d.id, service: s, start, end, state,
					name: names[Math.floor(random() * names.length)],
					phone: `+7900${1_000_000 + Math.floor(random() * 8_999_999)}`,
					source: ['chat', 'desk', 'phone', 'link'][Math.floor(random() * 3.2)], history: [], patient_id: null,
				});
			}
			at += s.duration_min + (random() < 0.3 ? 20 : 0);
			if (at > 740 && at < 780) at = 800;
		}
	}
}

export function hoursOf(doctor, date) {
	const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
	const late = Number(doctor.id) % 3 === 0;
	return weekday === 6 || (Number(doctor.id) + weekday) % 6 === 5 ? { open: null } : { open: late ? [720, 1200] : [540, 1080] };
}

export function report(from, to) {
	const n = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
	const random = seeded(n * 13 + 5);
	const days = Array.from({ length: n }, (_, i) => {
		const date = new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10);
		const rest = new Date(date).getUTCDay() === 0;
		const booked = Math.round((rest ? 9 : 26) + random() * 10 + i * 0.1);
		return {
			date, booked, by_bot: Math.round(booked * (0.52 + random() * 0.2)), at_night: Math.round(booked * (0.2 + random() * 0.1)),
			cancelled: Math.round(random() * 3), missed: Math.round(random() * 2),
		};
	});
	const sum = (k) => days.reduce((a, d) => a + d[k], 0);
	const heat = Array.from({ length: 7 }, (_, w) => Array.from({ length: 24 }, (_, h) => {
		const wave = Math.exp(-((h - 11) ** 2) / 10) + 1.2 * Math.exp(-((h - 20.5) ** 2) / 8) + 0.08;
		return Math.round(wave * (w > 4 ? 8 : 14) * (0.7 + random() * 0.6) * (n / 30));
	}));
	const booked = sum('booked');
	const prevented = Math.round(booked * 0.05);
	const work = Math.round(n * 22 / 30);
	return {
		from, to, booked, booked_by_bot: sum('by_bot'), booked_at_night: sum('at_night'), share_by_bot: sum('by_bot') / booked,
		first_answer_ms: { p50: 38, p99: 210 }, reminded: Math.round(booked * 0.91), confirmed: Math.round(booked * 0.74),
		moved: Math.round(booked * 0.06), cancelled: sum('cancelled'), missed: sum('missed'), done: Math.round(booked * 0.86),
		freed: Math.round(booked * 0.08), filled: Math.round(booked * 0.055), no_show: { before: 0.123, after: 0.041 },
		saved: {
			no_shows_prevented: prevented, visit_price_rub: 3000, prevented_rub: prevented * 3000, hours_saved_per_day: 3,
			hour_price_rub: 500, work_days: work, hours_rub: 1500 * work, messages_rub: booked * 6,
			total_rub: prevented * 3000 + 1500 * work - booked * 6,
			formula: `3 000 ₽ × ${prevented} + 3 ч × 500 ₽ × ${work} − ${booked * 6} ₽`,
		},
		days, heat,
	};
}

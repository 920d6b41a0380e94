/* i18n - Russian is built in; English is fetched when it is asked for. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import ru from './ru.json';

declare module 'i18next' {
	interface CustomTypeOptions {
		resources: { translation: typeof ru };
	}
}

const KEPT = 'zabota.lang';

void i18next.use(initReactI18next).init({
	lng: 'ru',
	fallbackLng: 'ru',
	resources: { ru: { translation: ru } },
	interpolation: { escapeValue: false },
	initAsync: false,
});

export async function speak(lang: string) {
	if (lang !== 'ru' && !i18next.hasResourceBundle(lang, 'translation')) {
		const { default: en } = await import('./en.json');
		i18next.addResourceBundle('en', 'translation', en);
	}
	await i18next.changeLanguage(lang);
	document.documentElement.lang = lang;
	localStorage.setItem(KEPT, lang);
}

const kept = localStorage.getItem(KEPT);
if (kept === 'en') {
	void speak(kept);
}

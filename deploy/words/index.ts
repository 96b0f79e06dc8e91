import { en, type Words } from './en';
import { ru } from './ru';

export type { Told, Words } from './en';
export type Language = 'ru' | 'en';

const ALL: Record<Language, Words> = { en, ru };

export function wordsOf(language: Language): Words {
	return ALL[language];
}

/** What was asked for, else Russian where the machine speaks it. */
export function languageOf(
	asked: Language | undefined,
	environment: NodeJS.ProcessEnv,
	locale = new Intl.DateTimeFormat().resolvedOptions().locale,
): Language {
	if (asked) return asked;
	const { LC_ALL, LC_MESSAGES, LANG } = environment;
	const set = [LC_ALL, LC_MESSAGES, LANG].find(
		(value) => value && value !== 'C' && value !== 'POSIX',
	);
	return (set ?? locale).toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

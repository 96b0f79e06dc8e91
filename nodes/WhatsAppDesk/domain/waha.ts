import type { Row } from '../../shared/rows';
import { textOf } from '../../shared/rows';

const NO_SESSION = (session: string) =>
	`Сессии «${session}» в WAHA нет. Создайте её в панели WAHA (Dashboard → Sessions → Start New) под тем же именем или выберите магазину другую сессию.`;

/** By code of our WAHA node. */
const TROUBLE: Record<string, (session: string) => string> = {
	unauthorized: () =>
		'WAHA не приняла ключ. Проверьте API Key в доступе к WAHA (n8n → Credentials).',
	forbidden: () =>
		'Ключ WAHA не даёт на это права. Возьмите в WAHA ключ с правами на управление сессией.',
	session_not_working: NO_SESSION,
	not_found: NO_SESSION,
	plus_required: () =>
		'Ваша WAHA — старая версия Core: она знает только сессию default. Выберите магазину сессию default или обновите WAHA до версии 2026.6.1 или новее, там несколько сессий бесплатны.',
	network: () =>
		'WAHA не отвечает. Проверьте, что сервер WAHA включён и адрес (Base URL) в доступе к WAHA верный.',
	timeout: () => 'WAHA не ответила вовремя. Подождите минуту и попробуйте ещё раз.',
	unavailable: () => 'WAHA не работает или ещё запускается. Подождите минуту и попробуйте ещё раз.',
	unexpected_answer: () =>
		'По адресу WAHA отвечает что-то другое. Проверьте адрес (Base URL) в доступе к WAHA.',
	rate_limited: () => 'WAHA просит подождать. Попробуйте ещё раз через минуту.',
};

export function hasFailed(answer: Row): boolean {
	return Boolean(answer.error);
}

/** What the owner can do about a failed call: an item with `error` and `details` of our WAHA node. */
export function troubleWords(answer: Row, session: string): string {
	const { error, details } = answer as { error?: unknown; details?: { code?: string } };
	const words = TROUBLE[details?.code ?? ''];
	if (words) return words(session);
	const message = (error as { message?: unknown } | null)?.message ?? error;
	return `WAHA ответила отказом: ${textOf(message)}`;
}

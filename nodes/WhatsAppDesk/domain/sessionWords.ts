/** WAHA's statuses as the owner reads them. */
const STATES: Record<string, string> = {
	STOPPED: 'остановлена',
	STARTING: 'ещё запускается',
	SCAN_QR_CODE: 'ждёт, пока вы отсканируете QR-код',
	PASSKEY_REQUIRED: 'ждёт подтверждения на телефоне',
	PASSKEY_CONFIRMATION_REQUIRED: 'ждёт подтверждения на телефоне',
	WORKING: 'работает',
	FAILED: 'остановилась с ошибкой',
};

/** @returns '' for a status that has no words */
export function stateWords(status: string): string {
	return Object.hasOwn(STATES, status) ? STATES[status] : '';
}

/** For the admin. */
export function sessionDownText(name: string, status: string): string {
	const scan = status === 'SCAN_QR_CODE' ? ' Отсканируйте QR-код: он есть в форме настроек.' : '';
	return `WhatsApp-сессия «${name}» не работает (${status}). Сообщения ждут и уйдут, когда она заработает.${scan}`;
}

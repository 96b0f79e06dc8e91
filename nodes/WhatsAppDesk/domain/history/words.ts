const STAGES = new Map([
	['new', 'новый заказ'],
	['accepted', 'заказ принят'],
	['handed_over', 'передан на доставку'],
	['completed', 'заказ завершён'],
	['cancelled', 'заказ отменён'],
	['returned', 'возврат'],
	['test', 'проверочное сообщение'],
]);
const DELIVERIES = new Map([
	['pickup', 'самовывоз'],
	['delivery', 'доставка магазина'],
	['kaspi_delivery', 'Kaspi Доставка'],
	['preorder', 'предзаказ'],
]);

/** `accepted_pickup` as "заказ принят, самовывоз"; an unknown kind stays as it is. */
export function aboutOrder(kind: string): string {
	const stage = [...STAGES.keys()].find((one) => kind === one || kind.startsWith(`${one}_`));
	const how = stage === undefined ? kind : kind.slice(stage.length + 1);
	const words = [stage && STAGES.get(stage), DELIVERIES.get(how)].filter(Boolean);
	return words.join(', ') || kind;
}

const STATES = new Map([
	['pending', '🕓 ждёт отправки'],
	['sending', '🕓 отправляется'],
	['sent', '✔️ отправлено'],
	['delivered', '✔️ доставлено'],
	['read', '✔️ прочитано'],
	['failed', '❌ не отправлено'],
	['no_phone', '❌ не отправлено'],
	['opted_out', '❌ не отправлено'],
]);

export function stateName(status: string): string {
	return STATES.get(status) ?? status;
}

const CAUSES = new Map(
	Object.entries({
		number_not_on_whatsapp: 'этого номера нет в WhatsApp',
		no_phone: 'в заказе нет номера телефона',
		opted_out: 'номер отписан от сообщений',
		too_old: 'сообщение слишком долго ждало и устарело',
		not_delivered: 'WhatsApp не смог доставить сообщение',
		answer_lost: 'ответ WhatsApp потерялся, отправка проверяется',
		possible_double: 'неизвестно, ушло ли оно: посмотрите в чате WhatsApp',
		account_restricted: 'WhatsApp ограничил номер магазина',
		plus_required: 'картинка или документ не ушли: нужна версия WAHA Plus',
		session_needs_restart: 'WhatsApp магазина нужно перезапустить',
		chat_not_opened: 'WhatsApp не смог открыть чат с этим номером',
		refused_by_whatsapp: 'WhatsApp не принял сообщение',
		session_not_working: 'номер магазина не подключён к WhatsApp',
		rate_limited: 'WAHA просит отправлять реже',
		unauthorized: 'WAHA не принял ключ доступа',
		forbidden: 'WAHA запретил отправку',
		network: 'нет связи с сервером WAHA',
		timeout: 'сервер WAHA не ответил вовремя',
		unavailable: 'сервер WAHA недоступен',
		invalid_request: 'WAHA не принял сообщение',
		invalid_input: 'сообщение составлено неверно',
		not_found: 'WAHA не нашёл чат или номер магазина',
		not_supported: 'WAHA так отправлять не умеет',
		unexpected: 'неожиданная ошибка',
		unexpected_answer: 'непонятный ответ WAHA',
	}),
);

/** `timeout: no answer` in words; what has no known code as it is written. */
export function causeWords(error: string): string {
	const [, code, words] = /^(?:([a-z_]+):)?\s*([^]*)$/.exec(error) ?? [];
	return CAUSES.get(code ?? '') ?? words ?? '';
}

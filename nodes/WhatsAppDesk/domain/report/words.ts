/** The stage of an order that a message tells of, in front of how it is delivered. */
const STAGES = new Map([
	['new', 'Новый заказ'],
	['accepted', 'Принят'],
	['handed_over', 'Передан на доставку'],
	['completed', 'Завершён'],
	['cancelled', 'Отменён'],
	['returned', 'Возврат'],
]);
const DELIVERIES = new Map([
	['pickup', 'Самовывоз'],
	['delivery', 'Доставка магазина'],
	['kaspi_delivery', 'Kaspi Доставка'],
	['preorder', 'Предзаказ'],
]);

/** What a test message is called in `order_kind`. Tests are counted apart. */
export const TEST_KIND = 'test';

const KINDS = new Map([
	...STAGES,
	...DELIVERIES,
	...[...STAGES].flatMap(([stage, name]) =>
		[...DELIVERIES].map(([delivery, how]): [string, string] => [
			`${stage}_${delivery}`,
			`${name}, ${how.replace(/[А-Я]/, (letter) => letter.toLowerCase())}`,
		]),
	),
	[TEST_KIND, 'Тест'],
]);

/** `accepted_pickup` as "Принят, самовывоз"; an unknown kind stays as it is. */
export function kindName(kind: string): string {
	return KINDS.get(kind) ?? kind;
}

const STATUSES = new Map(
	Object.entries({
		pending: 'ждёт отправки',
		sending: 'отправляется',
		sent: 'ушло',
		delivered: 'доставлено',
		read: 'прочитано',
		failed: 'не отправлено',
		no_phone: 'нет номера',
		opted_out: 'покупатель отказался',
	}),
);

export function statusName(status: string): string {
	return STATUSES.get(status) ?? status;
}

const CAUSES = new Map(
	Object.entries({
		number_not_on_whatsapp: 'номера нет в WhatsApp',
		not_delivered: 'WhatsApp не доставил',
		possible_double: 'неясно, ушло ли: ответ сервера потерян',
		answer_lost: 'ответ сервера потерян',
		too_old: 'слишком долго ждало отправки',
		account_restricted: 'WhatsApp ограничил номер магазина',
		session_needs_restart: 'сессию WhatsApp нужно перезапустить',
		chat_not_opened: 'WhatsApp не открыл чат с этим номером',
		refused_by_whatsapp: 'WhatsApp не принял сообщение',
		session_not_working: 'WhatsApp магазина не подключён',
		plus_required: 'нужна платная версия WAHA (Plus)',
		unauthorized: 'сервер WAHA не принял ключ',
		forbidden: 'сервер WAHA не разрешил отправку',
		rate_limited: 'слишком частые запросы к серверу',
		unavailable: 'сервер WAHA не отвечал',
		network: 'нет связи с сервером WAHA',
		timeout: 'сервер WAHA не ответил вовремя',
		invalid_input: 'ошибка в номере или тексте',
		invalid_request: 'сервер WAHA не принял сообщение',
		refused: 'сервер WAHA не принял сообщение',
		not_supported: 'сервер WAHA этого не умеет',
		not_found: 'WhatsApp магазина не найден на сервере WAHA',
		unexpected_answer: 'непонятный ответ сервера WAHA',
	}),
);

/** @param other what an unknown cause is called, such as "другая причина" */
export function causeName(cause: string, other: string): string {
	return CAUSES.get(cause) ?? `${other} (${cause || 'без описания'})`;
}

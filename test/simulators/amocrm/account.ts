import type { EntityType, FieldDefinition } from './model';

/** The demo account. */
export const ACCOUNT = {
	id: 30000001,
	name: 'Демо-школа',
	subdomain: 'demo',
	current_user_id: 600001,
	country: 'RU',
	currency: 'RUB',
	currency_symbol: '₽',
	customers_mode: 'disabled',
	is_unsorted_on: true,
	is_loss_reason_enabled: true,
	is_helpbot_enabled: false,
	is_technical_account: false,
	contact_name_display_order: 1,
	created_at: 1735689600,
	updated_at: 1735689600,
	created_by: 0,
	updated_by: 0,
};

export const WON = 142;
export const LOST = 143;

export const USERS = [
	user(600001, 'Анна Администратор', 'anna@example.com', true, true),
	user(600002, 'Борис Менеджер', 'boris@example.com', false, true),
	user(600003, 'Вера Бывшая', 'vera@example.com', false, false),
];

export const LOSS_REASONS = [
	{ id: 4100001, name: 'Дорого', sort: 10000, created_at: 1735689600, updated_at: 1735689600 },
	{ id: 4100002, name: 'Передумал', sort: 20000, created_at: 1735689600, updated_at: 1735689600 },
];

export const PIPELINES = [
	pipeline(4423755, 'Сайт', 1, true, 63242022),
	pipeline(8598230, 'Партнеры', 2, false, 80517738),
	pipeline(10089806, 'Яндекс', 3, false, 80579130),
];

export type Pipeline = (typeof PIPELINES)[number];
export type Status = Pipeline['statuses'][number];

export function mainPipeline(): Pipeline {
	return PIPELINES.find(({ is_main }) => is_main) ?? PIPELINES[0];
}

/** The stage where a lead without one lands: the first that is not "Неразобранное" (sheet §8). */
export function firstStatus(pipelineId: number): number {
	const statuses = PIPELINES.find(({ id }) => id === pipelineId)?.statuses ?? [];
	return statuses.find(({ type }) => type === 0)?.id ?? 0;
}

const PHONE_ENUMS = ['WORK', 'WORKDD', 'MOB', 'FAX', 'HOME', 'OTHER'];
const EMAIL_ENUMS = ['WORK', 'PRIV', 'OTHER'];
const TRACKING = [
	...['UTM_SOURCE', 'UTM_MEDIUM', 'UTM_CAMPAIGN', 'UTM_CONTENT', 'UTM_TERM', 'UTM_REFERRER'],
	...['REFERRER', 'ROISTAT', 'FROM', 'GCLIENTID', 'GCLID', 'YCLID', 'FBCLID', '_YM_UID'],
	...['_YM_COUNTER', 'OPENSTAT_SERVICE', 'OPENSTAT_CAMPAIGN', 'OPENSTAT_AD', 'OPENSTAT_SOURCE'],
];

/** A new list of the account's custom fields; `emit` may add more. */
export function demoFields(): FieldDefinition[] {
	return [
		coded('contacts', 970001, 'Телефон', 'multitext', 'PHONE', enums(970100, PHONE_ENUMS)),
		coded('contacts', 970002, 'Email', 'multitext', 'EMAIL', enums(970200, EMAIL_ENUMS)),
		coded('contacts', 970003, 'Должность', 'text', 'POSITION'),
		plain('contacts', 990001, 'Telegram ID', 'text'),
		plain('contacts', 990002, 'Telegram Username', 'text'),
		coded('companies', 960001, 'Телефон', 'multitext', 'PHONE', enums(960100, PHONE_ENUMS)),
		coded('companies', 960002, 'Email', 'multitext', 'EMAIL', enums(960200, EMAIL_ENUMS)),
		plain('leads', 880001, 'Предметы', 'multiselect', [
			[5501, 'Русский'],
			[5502, 'Математика'],
			[5503, 'Обществознание'],
			[5504, 'История'],
		]),
		plain('leads', 880002, 'Направление курса', 'select', [
			[5601, 'ЕГЭ'],
			[5602, 'ОГЭ'],
		]),
		plain('leads', 880003, 'Сумма последней оплаты', 'numeric'),
		plain('leads', 880004, 'Общий оплаченный итог', 'numeric'),
		plain('leads', 880005, 'Счетчик покупок', 'numeric'),
		plain('leads', 880006, 'Дата последней оплаты', 'date_time'),
		plain('leads', 880007, 'Payment ID', 'text'),
		plain('leads', 880008, 'Invoice ID', 'text'),
		...TRACKING.map((code, index) =>
			coded('leads', 870001 + index, code.toLowerCase(), 'tracking_data', code),
		),
	];
}

/** An ordinary field; `choices` are pairs of enum id and text. */
export function plain(
	entity_type: EntityType,
	id: number,
	name: string,
	type: string,
	choices?: Array<[number, string]>,
): FieldDefinition {
	const list = choices?.map(([enumId, value], index) => ({
		id: enumId,
		value,
		sort: index + 1,
		code: null,
	}));
	return { id, name, type, code: null, entity_type, is_predefined: false, enums: list ?? null };
}

function coded(
	entity_type: EntityType,
	id: number,
	name: string,
	type: string,
	code: string,
	list: FieldDefinition['enums'] = null,
): FieldDefinition {
	return { id, name, type, code, entity_type, is_predefined: true, enums: list };
}

/** Enums of PHONE and EMAIL: the text is what clients send as `enum_code`. */
function enums(firstId: number, codes: string[]): FieldDefinition['enums'] {
	return codes.map((code, index) => ({
		id: firstId + index,
		value: code,
		sort: index + 1,
		code,
	}));
}

function user(id: number, name: string, email: string, is_admin: boolean, is_active: boolean) {
	const rights = { is_admin, is_free: false, is_active, group_id: null, role_id: null };
	return { id, name, email, lang: 'ru', rights };
}

/** A pipeline as a new account has them; a test may add one to `PIPELINES`. */
export function pipeline(
	id: number,
	name: string,
	sort: number,
	is_main: boolean,
	stageId: number,
) {
	const status = (statusId: number, statusName: string, order: number, type = 0) => ({
		id: statusId,
		name: statusName,
		sort: order,
		is_editable: type === 0 && statusId !== WON && statusId !== LOST,
		pipeline_id: id,
		color: '#99ccff',
		type,
		account_id: ACCOUNT.id,
	});
	return {
		id,
		name,
		sort,
		is_main,
		is_unsorted_on: true,
		is_archive: false,
		account_id: ACCOUNT.id,
		statuses: [
			status(stageId - 1, 'Неразобранное', 10, 1),
			status(stageId, 'Новая заявка', 20),
			// The same name in every pipeline, as in many accounts (sheet §8).
			status(stageId + 1, 'Переговоры', 30),
			status(WON, 'Успешно реализовано', 10000),
			status(LOST, 'Закрыто и не реализовано', 11000),
		],
	};
}

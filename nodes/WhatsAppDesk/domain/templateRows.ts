import { ORDER_DELIVERIES, ORDER_STAGES } from '../../shared/orderKinds';
import { textOf, type Row } from '../../shared/rows';

const STAGES: Record<(typeof ORDER_STAGES)[number], string> = {
	new: 'Новый заказ',
	accepted: 'Принят',
	handed_over: 'Передан на доставку',
	completed: 'Завершён',
	cancelled: 'Отменён',
	returned: 'Возврат',
};
const DELIVERIES: Record<(typeof ORDER_DELIVERIES)[number], string> = {
	pickup: 'Самовывоз',
	delivery: 'Доставка магазина',
	kaspi_delivery: 'Kaspi Доставка',
	preorder: 'Предзаказ',
};

/** A value of a drop-down and what it is called there. */
export interface Choice extends Record<string, string> {
	id: string;
	label: string;
}

/** The kinds that the owner chooses from; a new order of a delivery is that delivery alone. */
export const KINDS: Choice[] = [
	{ id: '', label: 'Любой заказ' },
	kind('new', STAGES.new),
	...ORDER_DELIVERIES.map((delivery) => withDelivery(delivery, 'new', delivery)),
	...ORDER_STAGES.filter((stage) => stage !== 'new').flatMap((stage) => [
		kind(stage, STAGES[stage]),
		...ORDER_DELIVERIES.map((delivery) => withDelivery(`${stage}_${delivery}`, stage, delivery)),
	]),
];

/** What programs may write, and the form does not offer. */
const OTHER_KINDS = ORDER_DELIVERIES.map((delivery) =>
	withDelivery(`new_${delivery}`, 'new', delivery),
);

function kind(id: string, name: string): Choice {
	return { id, label: `${name} (${id})` };
}

function withDelivery(
	id: string,
	stage: keyof typeof STAGES,
	delivery: keyof typeof DELIVERIES,
): Choice {
	return kind(id, `${STAGES[stage]}: ${DELIVERIES[delivery]}`);
}

/** What a kind is called; one that there is not says so. */
export function kindName(id: unknown): string {
	const kindId = textOf(id);
	const known = [...KINDS, ...OTHER_KINDS].find((one) => one.id === kindId);
	return known?.label ?? `${kindId} (такого типа нет)`;
}

/** The shops that have settings: rows without a code are none. */
export function shopsOf(rows: Row[]): Row[] {
	return rows.filter(({ store_id: id }) => textOf(id) !== '');
}

export function shopName(id: unknown, shops: Row[]): string {
	const storeId = textOf(id);
	if (storeId === '') return 'Все магазины';
	const name = shops.find((shop) => textOf(shop.store_id) === storeId)?.shop_name;
	return textOf(name) === '' ? `${storeId} (нет в настройках)` : `${textOf(name)} (${storeId})`;
}

/** What changes whenever a row does: also what was changed twice within a millisecond. */
export function versionOf(row: Row): string {
	const { updatedAt, store_id, template_name, order_kind, template_text } = row;
	const texts = [store_id, template_name, order_kind, template_text, row.media_url];
	const changedAt = new Date(updatedAt as string).getTime();
	return JSON.stringify([changedAt, ...texts, row.weight, row.is_active]);
}

export function weightOf({ weight }: Row): number {
	const number = Number(weight);
	return number > 0 && Number.isFinite(number) ? number : 0;
}

/** The templates among which the orders of this one are shared: the active ones of its shop and kind. */
export function rivalsOf(row: Row, rows: Row[]): Row[] {
	const same = (other: Row, column: string) => textOf(other[column]) === textOf(row[column]);
	return rows.filter(
		(other) =>
			other.is_active === true &&
			textOf(other.template_text) !== '' &&
			same(other, 'store_id') &&
			same(other, 'order_kind'),
	);
}

/** The part of its orders that a template gets; without weights the newest row gets all. From 0 to 100. */
export function shareOf(row: Row, rows: Row[]): number {
	const rivals = rivalsOf(row, rows);
	const total = rivals.reduce((sum, other) => sum + weightOf(other), 0);
	if (total > 0) return Math.round((weightOf(row) / total) * 1000) / 10;
	return rivals.every((other) => Number(other.id) <= Number(row.id)) ? 100 : 0;
}

/** `12.5` as `12,5 %`. */
export function percent(value: number): string {
	return `${String(value).replace('.', ',')}\u00a0%`;
}

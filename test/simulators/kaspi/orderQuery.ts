import { KaspiError, STATES, STATUSES, type Order } from './model';

const DAY = 86_400_000;
const MAX_DAYS = 14;
const MAX_PAGE = 100;

/** Values of `filter[orders][deliveryType]`, old and newer text, and the state that says the same. */
const DELIVERY_TYPES: Record<string, { mode: RegExp; state: string }> = {
	DELIVERY: { mode: /LOCAL$|TODOOR$/, state: 'DELIVERY' },
	DELIVERY_LOCAL: { mode: /LOCAL$/, state: 'DELIVERY' },
	PICKUP: { mode: /PICKUP$/, state: 'PICKUP' },
	DELIVERY_PICKUP: { mode: /^DELIVERY_PICKUP$/, state: 'PICKUP' },
};

export interface Page {
	/** From 0. */
	number: number;
	size: number;
}

type Test = (order: Order) => boolean;

/**
 * The orders that `GET /orders` finds for these parameters (kaspi sheet §3.1), oldest first.
 *
 * @param now epoch milliseconds; the default of `$le`
 * @throws {KaspiError} 400 with the vendor's title where it is known
 */
export function findOrders(
	orders: Order[],
	params: URLSearchParams,
	options: { requireState: boolean; now: number },
): Order[] {
	const filter = (name: string) => params.get(`filter[orders]${name}`) ?? '';
	const code = filter('[code]');
	if (options.requireState && !code && !filter('[state]')) {
		throw new KaspiError(400, 'Required filter [orders][state] is empty.');
	}
	const tests: Test[] = [
		...stateTests(filter('[state]')),
		...dateTests(filter, code !== '', options.now),
		...statusTests(filter('[status]')),
		...deliveryTypeTests(filter('[deliveryType]'), filter('[state]')),
		...signatureTests(filter('[signatureRequired]'), filter('[state]')),
	];
	if (code) tests.push((order) => order.attributes.code === code);
	const found = orders.filter((order) => tests.every((test) => test(order)));
	const direction = params.get('sort') === '-creationDate' ? -1 : 1;
	return found.sort((a, b) => direction * (a.attributes.creationDate - b.attributes.creationDate));
}

/**
 * @param fallback page when the request has none; without it the parameters are required
 * @throws {KaspiError} 400
 */
export function parsePage(params: URLSearchParams, fallback?: Page): Page {
	if (fallback && !params.has('page[number]') && !params.has('page[size]')) return fallback;
	return {
		number: wholeNumber(params, 'page[number]', 0, Number.MAX_SAFE_INTEGER, fallback?.number),
		size: wholeNumber(params, 'page[size]', 1, MAX_PAGE, fallback && MAX_PAGE),
	};
}

/** `include[orders]`: `user`, `entries` or both. */
export function parseInclude(params: URLSearchParams): { user: boolean; entries: boolean } {
	const names = (params.get('include[orders]') ?? '').split(',').filter(Boolean);
	const unknown = names.find((name) => !['user', 'entries'].includes(name));
	if (unknown) throw new KaspiError(400, `Unknown include [orders]: [${unknown}].`);
	return { user: names.includes('user'), entries: names.includes('entries') };
}

/** One page of a list and the `meta` of the answer. */
export function cutPage<T>(items: T[], page: Page) {
	return {
		items: items.slice(page.number * page.size, (page.number + 1) * page.size),
		meta: { pageCount: Math.ceil(items.length / page.size), totalCount: items.length },
	};
}

function stateTests(state: string): Test[] {
	if (!state) return [];
	refuseUnknown('state', state, STATES);
	return [(order) => order.attributes.state === state];
}

function statusTests(status: string): Test[] {
	if (!status) return [];
	refuseUnknown('status', status, STATUSES);
	return [(order) => order.attributes.status === status];
}

/** `$ge` is required unless a code is given, and the window is 14 days at most. */
function dateTests(filter: (name: string) => string, byCode: boolean, now: number): Test[] {
	const bound = (operator: string) => {
		const text = filter(`[creationDate][$${operator}]`);
		if (text && !/^\d+$/.test(text)) {
			throw new KaspiError(400, `Wrong filter [orders][creationDate][$${operator}]: [${text}].`);
		}
		return text ? Number(text) : undefined;
	};
	const [ge, le, gt, lt] = ['ge', 'le', 'gt', 'lt'].map(bound);
	if (ge === undefined && !byCode) {
		throw new KaspiError(400, 'Required filter [orders][creationDate][$ge] is empty.');
	}
	if (ge !== undefined) {
		const days = Math.ceil(((le ?? now) - ge) / DAY);
		if (days > MAX_DAYS) {
			throw new KaspiError(
				400,
				'Exceeded the maximum difference for the filter[orders][creationDate] (in days). ' +
					`Actual [${days}], max [${MAX_DAYS}].`,
			);
		}
	}
	return [
		({ attributes: { creationDate: at } }) =>
			(ge === undefined || at >= ge) &&
			(le === undefined || at <= le) &&
			(gt === undefined || at > gt) &&
			(lt === undefined || at < lt),
	];
}

function deliveryTypeTests(deliveryType: string, state: string): Test[] {
	if (!deliveryType) return [];
	refuseUnknown('deliveryType', deliveryType, Object.keys(DELIVERY_TYPES));
	const type = DELIVERY_TYPES[deliveryType];
	if (type.state === state) {
		throw new KaspiError(
			400,
			`Filter [orders][deliveryType] cannot be used with the state [${state}].`,
		);
	}
	return [(order) => type.mode.test(String(order.attributes.deliveryMode))];
}

function signatureTests(required: string, state: string): Test[] {
	if (!required) return [];
	refuseUnknown('signatureRequired', required, ['true', 'false']);
	if (state === 'SIGN_REQUIRED') {
		throw new KaspiError(
			400,
			'Filter [orders][signatureRequired] cannot be used with the state [SIGN_REQUIRED].',
		);
	}
	return [(order) => Boolean(order.attributes.signatureRequired) === (required === 'true')];
}

function refuseUnknown(name: string, value: string, known: readonly string[]): void {
	if (known.includes(value)) return;
	throw new KaspiError(400, `Unknown value of filter [orders][${name}]: [${value}].`);
}

function wholeNumber(
	params: URLSearchParams,
	name: string,
	min: number,
	max: number,
	fallback?: number,
): number {
	const text = params.get(name) ?? '';
	if (!text && fallback !== undefined) return fallback;
	if (!text) throw new KaspiError(400, `Required parameter ${name} is empty.`);
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < min || value > max) {
		throw new KaspiError(400, `Wrong parameter ${name}: [${text}], min [${min}], max [${max}].`);
	}
	return value;
}

/**
 * The seed's `amocrm_client.py` (4-payment-sync-amocrm.ru.md) as plain functions, one request a call,
 * without its retries: nothing fails in the benchmark. Kept as the seed has it, weaknesses included.
 * One departure in its favour: leads are searched by `query`, as contacts are. The seed writes
 * `filter[query]`, which no source confirms (amocrm sheet §7.1).
 */

/** An account: `http://host/amocrm` and a bearer token. */
export interface Account {
	url: string;
	token: string;
}
export interface FieldEntry {
	field_id?: number;
	field_code?: string;
	values: Array<{ value?: unknown; enum_id?: number; enum_code?: string }>;
}
export interface Entity {
	id: number;
	status_id: number;
	updated_at: number;
	is_deleted: boolean;
	custom_fields_values: FieldEntry[] | null;
	_embedded: { contacts?: Array<{ id: number }> };
}
/** Who paid; phone in the form that the search gets. */
export interface Client {
	name: string;
	phone: string;
	email: string;
	telegramId: string;
	telegramUsername: string;
}

export const FIELDS = {
	telegramId: 990001,
	telegramUsername: 990002,
	subjects: 880001,
	direction: 880002,
	lastAmount: 880003,
	totalPaid: 880004,
	purchaseCount: 880005,
	lastPaidAt: 880006,
	paymentId: 880007,
	invoiceId: 880008,
};
/** Stages of no active lead: the three "Автооплаты ООО", won, lost. */
const INACTIVE = [63242022, 80579130, 80517738, 142, 143];

/** By Telegram id, then phone, then e-mail; the first hit, unchecked. */
export async function findContact(amo: Account, client: Client): Promise<Entity | undefined> {
	for (const term of [client.telegramId, client.phone, client.email]) {
		const [first] = term === '' ? [] : await search(amo, 'contacts', term);
		if (first) return first;
	}
	return undefined;
}

/** @returns the id of the new contact */
export async function createContact(amo: Account, client: Client): Promise<number> {
	const { name, phone, email, telegramId, telegramUsername } = client;
	return await create(amo, 'contacts', {
		name,
		custom_fields_values: [
			{ field_code: 'PHONE', values: [{ value: phone, enum_code: 'WORK' }] },
			{ field_code: 'EMAIL', values: [{ value: email, enum_code: 'WORK' }] },
			text(FIELDS.telegramId, telegramId),
			text(FIELDS.telegramUsername, telegramUsername),
		],
	});
}

/** Fills the empty ones of Telegram id and username; idempotent. */
export async function updateContactFields(amo: Account, id: number, client: Client): Promise<void> {
	const contact = await read(amo, `/contacts/${id}`);
	const wanted = [
		text(FIELDS.telegramId, client.telegramId),
		text(FIELDS.telegramUsername, client.telegramUsername),
	];
	const empty = wanted.filter(({ field_id }) => valueOf(contact, field_id) === undefined);
	if (empty.length === 0) return;
	await call(amo, 'PATCH', `/contacts/${id}`, { custom_fields_values: empty });
}

/** Found by phone and by e-mail, every candidate read for its contacts, then the latest open one. */
export async function findActiveLead(
	amo: Account,
	contactId: number,
	client: Client,
): Promise<Entity | undefined> {
	const found = [
		...(await search(amo, 'leads', client.phone)),
		...(await search(amo, 'leads', client.email)),
	];
	const own: Entity[] = [];
	for (const id of new Set(found.map((lead) => lead.id))) {
		const lead = await read(amo, `/leads/${id}?with=contacts`);
		if (lead._embedded.contacts?.some((contact) => contact.id === contactId)) own.push(lead);
	}
	const active = own.filter(
		({ is_deleted, status_id, updated_at }) =>
			!is_deleted && !INACTIVE.includes(status_id) && updated_at > 0,
	);
	return active.toSorted((a, b) => b.updated_at - a.updated_at)[0];
}

/** @returns the id of the new lead */
export async function createLead(
	amo: Account,
	contactId: number,
	lead: { name: string; price: number; pipeline_id: number; status_id: number },
	utm: Record<string, string>,
): Promise<number> {
	const tracking = Object.entries(utm)
		.filter(([, value]) => value !== '')
		.map(([field_code, value]) => ({ field_code, values: [{ value }] }));
	return await create(amo, 'leads', {
		...lead,
		custom_fields_values: tracking,
		_embedded: { contacts: [{ id: contactId }] },
	});
}

/** Writes the fields; total and counter are what the lead has plus this payment. */
export async function updateLeadFields(
	amo: Account,
	id: number,
	amount: number,
	fields: FieldEntry[],
): Promise<void> {
	const lead = await read(amo, `/leads/${id}`);
	const number = (fieldId: number) => Number(valueOf(lead, fieldId) ?? 0);
	await call(amo, 'PATCH', `/leads/${id}`, {
		custom_fields_values: [
			...fields,
			{ field_id: FIELDS.totalPaid, values: [{ value: number(FIELDS.totalPaid) + amount }] },
			{ field_id: FIELDS.purchaseCount, values: [{ value: number(FIELDS.purchaseCount) + 1 }] },
		],
	});
}

export async function addLeadNote(amo: Account, id: number, note: string): Promise<void> {
	await call(amo, 'POST', `/leads/${id}/notes`, [{ note_type: 'common', params: { text: note } }]);
}

export function text(field_id: number, value: string): FieldEntry & { field_id: number } {
	return { field_id, values: [{ value }] };
}

type Kind = 'contacts' | 'leads';
type Listed = { _embedded: Record<Kind, Entity[]> };

async function search(amo: Account, kind: Kind, term: string): Promise<Entity[]> {
	const answer = await call<Listed>(
		amo,
		'GET',
		`/${kind}?query=${encodeURIComponent(term)}&limit=50`,
	);
	return answer?._embedded[kind] ?? [];
}

async function create(amo: Account, kind: Kind, body: object): Promise<number> {
	const answer = await call<Listed>(amo, 'POST', `/${kind}`, [body]);
	if (!answer) throw new Error(`amoCRM created nothing in ${kind}`);
	return answer._embedded[kind][0].id;
}

async function read(amo: Account, path: string): Promise<Entity> {
	const entity = await call<Entity>(amo, 'GET', path);
	if (!entity) throw new Error(`amoCRM has no ${path}`);
	return entity;
}

function valueOf(entity: Entity, fieldId: number): unknown {
	const field = entity.custom_fields_values?.find(({ field_id }) => field_id === fieldId);
	return field?.values[0]?.value;
}

/**
 * @returns undefined for a 204
 * @throws {Error} with the status when amoCRM refuses
 */
async function call<T>(
	amo: Account,
	method: string,
	path: string,
	body?: unknown,
): Promise<T | undefined> {
	const response = await fetch(`${amo.url}/api/v4${path}`, {
		method,
		headers: { authorization: `Bearer ${amo.token}`, 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`amoCRM ${response.status}: ${await response.text()}`);
	return response.status === 204 ? undefined : ((await response.json()) as T);
}

import {
	addLeadNote,
	createContact,
	createLead,
	FIELDS,
	findActiveLead,
	findContact,
	text,
	updateContactFields,
	updateLeadFields,
	type Account,
	type Client,
	type FieldEntry,
} from './seedAmocrmClient';

/** `course_order` of the payment platform, the parts that the seed uses. */
export interface CourseOrder {
	status: string;
	/** `YYYY-MM-DD hh:mm:ss`, Moscow time. */
	created_at: string;
	code: string;
	payment_id: string;
	invoice_id: string;
	payment_method: string;
	currency: string;
	/** `cost` in roubles; their sum is what was paid. */
	course_order_items: Array<{
		cost: number;
		course: { name: string; subject: { name: string; project: string } };
	}>;
	user: {
		first_name: string;
		last_name: string;
		phone: string;
		email: string;
		telegram_id: string;
		telegram_tag: string;
	};
	utm: { source: string; medium: string; compaign: string; term: string; content: string };
}

const SUBJECTS: Record<string, number> = {
	Русский: 5501,
	Математика: 5502,
	Обществознание: 5503,
	История: 5504,
};
const DIRECTIONS: Record<string, number> = { ЕГЭ: 5601, ОГЭ: 5602 };
const PARTNERS = [
	...['advcake', 'flocktory', 'tutortop', 'sravni', 'tbank', 'reshuege', 'ris.promo'],
	...['gdeslon', 'admitad', 'pfm'],
];
const YANDEX = ['cpc', 'el-ege', 'cpm'];

/**
 * One payment as the seed's `PaymentProcessor.process_payment` does it: contact, its empty fields,
 * active lead, the lead's fields, note. It remembers nothing between payments.
 *
 * @throws {Error} when amoCRM refuses a request
 */
export async function processPayment(
	amo: Account,
	order: CourseOrder,
): Promise<{ contactId: number; leadId: number; leadCreated: boolean }> {
	const client = clientOf(order);
	const amount = order.course_order_items.reduce((sum, { cost }) => sum + cost, 0);
	const contactId = (await findContact(amo, client))?.id ?? (await createContact(amo, client));
	await updateContactFields(amo, contactId, client);
	const known = await findActiveLead(amo, contactId, client);
	const leadId = known?.id ?? (await createLeadFor(amo, contactId, order, client, amount));
	await updateLeadFields(amo, leadId, amount, leadFields(order, amount));
	await addLeadNote(amo, leadId, noteText(order, client, amount));
	return { contactId, leadId, leadCreated: known === undefined };
}

async function createLeadFor(
	amo: Account,
	contactId: number,
	{ utm, course_order_items }: CourseOrder,
	client: Client,
	amount: number,
): Promise<number> {
	const name = `Оплата ${course_order_items[0].course.subject.name} - ${client.name}`;
	return await createLead(
		amo,
		contactId,
		{ name, price: amount, ...pipelineOf(utm) },
		{
			UTM_SOURCE: utm.source,
			UTM_MEDIUM: utm.medium,
			UTM_CAMPAIGN: utm.compaign,
			UTM_TERM: utm.term,
			UTM_CONTENT: utm.content,
		},
	);
}

function pipelineOf({ source, medium }: CourseOrder['utm']) {
	if (PARTNERS.some((part) => source.includes(part))) {
		return { pipeline_id: 8598230, status_id: 80517738 };
	}
	if (YANDEX.some((part) => medium.includes(part))) {
		return { pipeline_id: 10089806, status_id: 80579130 };
	}
	return { pipeline_id: 4423755, status_id: 63242022 };
}

/** The seed's notes show `+7…` for the platform's `8…`, so it must have normalised phones. */
function clientOf({ user }: CourseOrder): Client {
	return {
		name: `${user.first_name} ${user.last_name}`,
		phone: user.phone.replace(/^8/, '+7'),
		email: user.email,
		telegramId: user.telegram_id,
		telegramUsername: `@${user.telegram_tag}`,
	};
}

function leadFields(order: CourseOrder, amount: number): FieldEntry[] {
	const subjects = order.course_order_items.map(({ course }) => course.subject);
	const ids = [...new Set(subjects.map(({ name }) => SUBJECTS[name]))];
	return [
		{ field_id: FIELDS.subjects, values: ids.map((enum_id) => ({ enum_id })) },
		{ field_id: FIELDS.direction, values: [{ enum_id: DIRECTIONS[subjects[0].project] }] },
		{ field_id: FIELDS.lastAmount, values: [{ value: amount }] },
		{ field_id: FIELDS.lastPaidAt, values: [{ value: paidAt(order).getTime() / 1000 }] },
		text(FIELDS.paymentId, order.payment_id),
		text(FIELDS.invoiceId, order.invoice_id),
	];
}

function noteText(order: CourseOrder, client: Client, amount: number): string {
	return [
		'Оплата проведена',
		'',
		`Имя клиента: ${client.name}`,
		`Дата/время: ${order.created_at} (Moscow)`,
		`Дата/время UTC: ${paidAt(order).toISOString()}`,
		`Статус: ${order.status}`,
		`Сумма: ${amount} ${order.currency}`,
		`Метод оплаты: ${order.payment_method}`,
		'Курсы:',
		...order.course_order_items.map(({ course }) => `  ${course.name} (${course.subject.name})`),
		`Промокод: ${order.code}`,
		`TGID: ${client.telegramId} | TG Username: ${client.telegramUsername} | Телефон: ${client.phone}`,
		'Источник: platform',
		`Invoice ID: ${order.invoice_id}`,
		`Payment ID: ${order.payment_id}`,
	].join('\n');
}

function paidAt({ created_at }: CourseOrder): Date {
	return new Date(`${created_at.replace(' ', 'T')}+03:00`);
}

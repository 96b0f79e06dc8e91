import { FIELDS, person } from '../../workflows/support/payments';
import type { Collected, Entity } from '../collect/collected';
import type { PlannedPayment } from '../plan/plan';
import type { Invariant } from './invariant';

const ID_LINE = /^Payment ID: (.*)$/m;

/** One row each, with the right end; nothing that was recorded was called unknown or invalid. */
export const recordedOnce: Invariant = {
	name: 'each payment is recorded once',
	check: (collected) => ({
		seen: `${collected.plan.payments.length} payments`,
		findings: collected.plan.payments.flatMap((payment) => recorded(payment, collected)),
	}),
};

function recorded(payment: PlannedPayment, { tables, played }: Collected): string[] {
	const { id, isConfirmed } = payment;
	const rows = tables.payment_events.filter((row) => row.payment_id === id);
	const counted = rows.filter(({ status }) => status !== 'duplicate');
	const wanted = isConfirmed ? 'success' : 'skipped';
	// Copies of a skipped payment that come at once may each leave their row: nothing is counted by it.
	const distinct = isConfirmed ? counted : counted.slice(0, 1);
	const statuses = distinct.map(({ status }) => status).join(', ');
	if (statuses !== wanted) {
		const why = counted.map(({ error_message }) => error_message).filter(Boolean);
		return [`${id}: its rows are "${statuses}", not "${wanted}" ${why.join('; ')}`.trim()];
	}
	const wrong = played.payments[id]?.find((code) => code === 404 || code === 422 || code === 401);
	return wrong ? [`${id}: the platform was told ${wrong}`] : [];
}

/** What each lead had before, and the payments of its rows on top of it. */
export const totalsRight: Invariant = {
	name: 'totals and counts of the leads are those of their payments',
	check: (collected) => {
		const { leads } = collected.amocrm;
		return {
			seen: `${leads.length} leads`,
			findings: leads.flatMap((lead) => totals(lead, collected)),
		};
	},
};

function totals(lead: Entity, { plan, tables, amocrm }: Collected): string[] {
	const owner = amocrm.contacts.find(({ id }) => lead.contacts.includes(id));
	const payer = plan.payers.find((one) => isContactOf(owner, one.number));
	const ids = tables.payment_events
		.filter((row) => row.lead_id === lead.id && row.status === 'success')
		.map((row) => row.payment_id);
	const amounts = plan.payments.filter(({ id }) => ids.includes(id)).map(({ amount }) => amount);
	// The first lead of a known payer is the one that he had before the storm.
	const own = amocrm.leads.find(({ contacts }) => owner && contacts.includes(owner.id));
	const before = (own === lead && payer?.lead) || { total: 0, count: 0 };
	const wanted = {
		total: before.total + amounts.reduce((sum, amount) => sum + amount, 0),
		count: before.count + amounts.length,
	};
	const found = {
		total: Number(lead.fields[FIELDS.total] ?? 0),
		count: Number(lead.fields[FIELDS.count] ?? 0),
	};
	return (['total', 'count'] as const)
		.filter((what) => found[what] !== wanted[what])
		.map((what) => `lead ${lead.id}: ${what} ${found[what]}, not ${wanted[what]} (${ids.join()})`);
}

/** On the lead of its row, which is a lead of the payer; nothing of skipped payments. */
export const notedOnce: Invariant = {
	name: 'each payment is noted once, on a lead of its payer',
	check: (collected) => {
		const notes = collected.amocrm.notes.filter(({ text }) => ID_LINE.test(text));
		const findings = collected.plan.payments.flatMap((payment) => noted(payment, collected));
		return { seen: `${notes.length} notes`, findings };
	},
};

function noted(payment: PlannedPayment, { tables, amocrm }: Collected): string[] {
	const { id, payer, isConfirmed } = payment;
	const notes = amocrm.notes.filter(({ text }) => ID_LINE.exec(text)?.[1] === id);
	if (!isConfirmed) return notes.length === 0 ? [] : [`${id}: skipped, but noted`];
	if (notes.length !== 1) return [`${id}: ${notes.length} notes`];
	const row = tables.payment_events.find(
		(one) => one.payment_id === id && one.status === 'success',
	);
	const [note] = notes;
	if (note.on !== 'leads' || note.id !== row?.lead_id) {
		return [`${id}: noted on ${note.on} ${note.id}, its row says lead ${row?.lead_id}`];
	}
	const lead = amocrm.leads.find((one) => one.id === note.id);
	const owners = amocrm.contacts.filter((contact) => lead?.contacts.includes(contact.id));
	return owners.some((contact) => isContactOf(contact, payer))
		? []
		: [`${id}: noted on lead ${note.id}, which is not one of payer ${payer}`];
}

/** A client who pays several times at once is still one person. */
export const oneContactEach: Invariant = {
	name: 'each payer has one contact in amoCRM',
	check: ({ plan, amocrm }) => {
		const paying = plan.payers.filter(({ number }) =>
			plan.payments.some(({ payer, isConfirmed }) => payer === number && isConfirmed),
		);
		const findings = paying.flatMap(({ number }) => {
			const own = amocrm.contacts.filter((contact) => isContactOf(contact, number));
			return own.length === 1 ? [] : [`payer ${number} has ${own.length} contacts`];
		});
		return { seen: `${paying.length} payers`, findings };
	},
};

function isContactOf(contact: Entity | undefined, payer: number): boolean {
	return contact?.fields[FIELDS.telegramId] === person(payer).telegram_id;
}

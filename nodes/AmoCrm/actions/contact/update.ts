import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { VendorError } from '../../../shared/errors';
import { repeatLost } from '../../../shared/writeOnce';
import type { AmoApi, Body } from '../../api/client';
import type { BatchOperation } from '../batch';
import {
	changesFor,
	labelsOf,
	needsReading,
	updateBody,
	type ChangeRules,
	type ContactValues,
} from '../../domain/contactValues';
import { recentContacts } from '../../api/recentContacts';
import type { Entity } from '../../api/schema';
import {
	asReadParameter,
	contactLocator,
	idParameter,
	optionsField,
	optionsOf,
	tagsOption,
	userOption,
} from '../fields';
import {
	addPhonesOption,
	contactFields,
	countryOf,
	countryOption,
	firstNameOption,
	lastNameOption,
	mapper,
	nameField,
	valuesParameter,
} from './fields';

const show = { resource: ['contact'], operation: ['update'] };

export const description: INodeProperties[] = [
	contactLocator(show),
	nameField(show),
	...contactFields(show),
	mapper(show),
	optionsField(show, [
		{
			displayName: 'Contact as Read',
			name: 'contactAsRead',
			type: 'json',
			default: '',
			description:
				'The contact that Contact: Match gave a moment ago, not simplified; saves reading it again',
		},
		countryOption,
		{
			displayName: 'Fill Only Empty Fields',
			name: 'onlyEmpty',
			type: 'boolean',
			default: false,
			description:
				'Whether to leave alone what the contact has: its name, phones, e-mails, custom fields and responsible user',
		},
		firstNameOption,
		addPhonesOption,
		lastNameOption,
		userOption,
		{
			displayName: 'Skip',
			name: 'skip',
			type: 'boolean',
			default: false,
			description:
				'Whether to leave this contact alone without a request, for an expression that tells when it can lack nothing',
		},
		tagsOption,
	]),
];

/** What one item asks for, before the contact is read. */
interface Order extends Body {
	contactId: number;
	values: ContactValues;
	rules: ChangeRules;
	/** As the flow has read it a moment ago. */
	asRead?: Entity;
	/** How many items before it change the same contact. */
	round: number;
}

/** An item that asks for nothing; whatever else it says is not read. */
const SKIPPED = { isSkipped: true };

/** Labels of what was written. */
type Written = string[];

/** How often each contact was met in a run. */
const met = new WeakMap<IExecuteFunctions, Map<number, number>>();

/** Changes of contacts; those that depend on what a contact has are read with one request for 50. */
export const batch: BatchOperation<Written> = {
	async prepare(context, itemIndex, api): Promise<Order | typeof SKIPPED> {
		const { onlyEmpty, addPhones, contactAsRead, skip } = optionsOf(context, itemIndex);
		if (skip === true) return SKIPPED;
		const contactId = idParameter(context, itemIndex, 'contactId');
		const values = await valuesParameter(context, itemIndex, api);
		const rules = {
			onlyEmpty: onlyEmpty === true,
			addToLists: typeof addPhones === 'boolean' ? addPhones : undefined,
			country: countryOf(context, itemIndex),
		};
		const round = nextRound(context, contactId);
		// It lacks what an item before this one wrote.
		const asRead =
			round === 0 ? asReadParameter(contactAsRead, 'Contact as Read', contactId) : undefined;
		return { contactId, values, rules, round, asRead };
	},
	// A contact stands in a request once: the next item needs to see what the one before it wrote.
	group: (order) => (isSkipped(order) ? 'skipped' : String(order.round)),
	async send(api, bodies, group) {
		const orders = bodies as Array<Order & { request_id: string }>;
		if (group === 'skipped') return new Map(orders.map(({ request_id }) => [request_id, []]));
		const contacts = await currentContacts(api, orders);
		const answers = new Map<string, Written | VendorError>();
		const patches: Array<Body & { id: number }> = [];
		for (const { contactId, values, rules, request_id } of orders) {
			const reads = needsReading(values, rules);
			const contact = contacts.get(contactId);
			if (reads && !contact) {
				answers.set(request_id, refused(contactId, 'Contact not found'));
				continue;
			}
			const changes = contact && reads ? changesFor(contact, values, rules) : values;
			const written = labelsOf(changes);
			answers.set(request_id, written);
			if (written.length === 0) continue;
			patches.push({ id: contactId, ...updateBody(changes), request_id });
		}
		if (patches.length === 0) return answers;
		const errors = await repeatLost(() => api.updateMany('contacts', patches));
		for (const { id, request_id, custom_fields_values } of patches) {
			const text = errors.get(id);
			if (text !== undefined) answers.set(String(request_id), refused(id, text));
			else recentContacts.remember(api.account, id, custom_fields_values);
		}
		return answers;
	},
	output: (written, order) => ({
		contact_id: isSkipped(order) ? null : (order.contactId as number),
		updated: written.length > 0,
		filled: written,
	}),
};

function isSkipped(order: Body): boolean {
	return order.isSkipped === true;
}

async function currentContacts(api: AmoApi, orders: Order[]): Promise<Map<number, Entity>> {
	const wanted = orders.filter(({ values, rules }) => needsReading(values, rules));
	if (wanted.length === 0) return new Map();
	const known = wanted.flatMap(({ asRead }) => asRead ?? []);
	const ids = wanted.filter(({ asRead }) => !asRead).map(({ contactId }) => contactId);
	const contacts = [...known, ...(await api.entities('contacts', ids))];
	const present = contacts.filter(({ is_deleted }) => !is_deleted);
	return new Map(present.map((contact) => [contact.id, contact]));
}

function nextRound(context: IExecuteFunctions, contactId: number): number {
	const counts = met.get(context) ?? new Map<number, number>();
	met.set(context, counts);
	const round = counts.get(contactId) ?? 0;
	counts.set(contactId, round + 1);
	return round;
}

function refused(id: number, text: string): VendorError {
	return new VendorError(`amoCRM refused contact ${id}: ${text}`, {
		code: /not found/i.test(text) ? 'not_found' : 'invalid_request',
		outcome: 'rejected',
		hint: 'It may have been deleted or merged. Look for the contact again.',
	});
}

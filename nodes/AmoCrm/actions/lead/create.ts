import type { IExecuteFunctions } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textParameter } from '../../../shared/parameters';
import type { Marker } from '../../domain/activeLead';
import type { AmoApi, Body } from '../../api/client';
import type { BatchOperation } from '../batch';
import { createLeadsOnce, type CreatedLead, type NewLead } from '../../api/createOnce';
import { cutText } from '../../../shared/amoCrmLimits';
import { recentContacts } from '../../api/recentContacts';
import { customFieldsParameter, idParameter, optionsOf, tagsParameter } from '../fields';
import { newContact } from './createFields';
import { leadBody, markerOf } from './leadFields';

export { description } from './createFields';

const DEFAULT_LOOK_BACK_MINUTES = 1440;

/** What `prepare` knows of an item; only `lead` is sent. */
interface Prepared extends Body {
	lead: Body;
	/** An existing contact that the lead is linked to. */
	contactId?: number;
	/** A lead with a new contact needs another address (amocrm sheet §9). */
	hasNewContact: boolean;
	marker?: Marker;
	lookFirst: boolean;
	lookBackMinutes: number;
}
type PreparedBody = Prepared & { request_id: string };

/** Creates leads, up to 50 in one request. */
export const batch: BatchOperation<CreatedLead> = {
	prepare,

	group: (body) => ((body as PreparedBody).hasNewContact ? 'complex' : 'leads'),

	async send(api, bodies, group) {
		const leads = (bodies as PreparedBody[]).map(
			({ lead, request_id, marker, lookFirst, lookBackMinutes }): NewLead => {
				return { requestId: request_id, body: lead, marker, lookFirst, lookBackMinutes };
			},
		);
		return await createLeadsOnce(api, leads, group === 'complex' ? postComplex(api) : post(api));
	},

	output({ leadId, contactId, foundByMarker }, body) {
		return {
			lead_id: leadId,
			contact_id: contactId ?? (body as PreparedBody).contactId ?? null,
			pipeline_id: ((body as PreparedBody).lead.pipeline_id as number | undefined) ?? null,
			created: !foundByMarker,
			found_by_marker: foundByMarker,
		};
	},
};

async function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
	api: AmoApi,
): Promise<Prepared> {
	const options = optionsOf(context, itemIndex);
	const name = textParameter(context, 'name', itemIndex).trim();
	const marker = markerOf(options);
	const kind = contactKind(context, itemIndex);
	const contactId = kind === 'existing' ? idParameter(context, itemIndex, 'contactId') : undefined;
	const contact = kind === 'new' ? await newContact(context, itemIndex, api) : undefined;
	const linked =
		contact ?? (contactId === undefined ? undefined : { id: contactId, is_main: true });
	const fields = withMarker(
		filled(await customFieldsParameter(context, itemIndex, api, 'leads')),
		marker,
	);
	const tags = tagsParameter(options.tags);
	const embedded = {
		...(tags?.length ? { tags } : {}),
		...(linked ? { contacts: [linked] } : {}),
	};
	const lead = {
		...(name === '' ? {} : { name: cutText(name) }),
		...leadBody(options),
		...(fields.length === 0 ? {} : { custom_fields_values: fields }),
		...(Object.keys(embedded).length === 0 ? {} : { _embedded: embedded }),
	};
	return {
		lead,
		contactId,
		hasNewContact: contact !== undefined,
		marker,
		lookFirst: options.lookFirst === true && marker !== undefined,
		lookBackMinutes: lookBackOf(options.lookBackMinutes),
	};
}

/** `existing`, `new` or `none`; *Existing or New* is new where no contact is given. */
function contactKind(context: IExecuteFunctions, itemIndex: number): string {
	const kind = context.getNodeParameter('contact', itemIndex, 'none') as string;
	if (kind !== 'either') return kind;
	const raw = context.getNodeParameter('contactId', itemIndex, '') as unknown;
	const id = typeof raw === 'object' ? (raw as { value?: unknown } | null)?.value : raw;
	return ['', '0'].includes(String(id ?? '').trim()) ? 'new' : 'existing';
}

function post(api: AmoApi) {
	return async (bodies: Body[]): Promise<Map<string, CreatedLead>> => {
		const answers = await api.create('leads', bodies);
		return new Map(
			[...answers].map(([requestId, { id }]) => [requestId, { leadId: id, foundByMarker: false }]),
		);
	};
}

function postComplex(api: AmoApi) {
	return async (bodies: Body[]): Promise<Map<string, CreatedLead>> => {
		const answers = await api.createComplex(bodies);
		for (const { request_id, _embedded } of bodies) {
			const contactId = answers.get(String(request_id))?.contact_id;
			const { contacts } = _embedded as { contacts: Body[] };
			// The search will not know the contact for some seconds.
			if (contactId) {
				recentContacts.remember(api.account, contactId, contacts[0].custom_fields_values);
			}
		}
		return new Map(
			[...answers].map(([requestId, { id, contact_id }]) => [
				requestId,
				{ leadId: id, contactId: contact_id ?? undefined, foundByMarker: false },
			]),
		);
	};
}

/** A new lead has nothing to clear. */
function filled(entries: Body[]): Body[] {
	return entries.filter(({ values }) => values !== null);
}

/** The marker is written with the lead: without it the lead could not be found again. */
function withMarker(entries: Body[], marker: Marker | undefined): Body[] {
	if (!marker) return entries;
	const chosen = entries.find(({ field_id }) => field_id === marker.fieldId);
	if (!chosen) {
		return [...entries, { field_id: marker.fieldId, values: [{ value: marker.value }] }];
	}
	const [{ value } = { value: undefined }] = chosen.values as Body[];
	if (String(value).trim() === marker.value) return entries;
	throw new InputError(
		'the field has another value in Custom Fields',
		'Marker Value',
		'Remove the field from Custom Fields: the marker is written to it.',
	);
}

function lookBackOf(value: unknown): number {
	const minutes = Number(value ?? DEFAULT_LOOK_BACK_MINUTES);
	if (Number.isFinite(minutes) && minutes > 0) return minutes;
	throw new InputError('this is no number above 0', 'Look Back Minutes', 'Give minutes, as 1440.');
}

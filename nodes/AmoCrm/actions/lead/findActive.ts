import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import {
	chooseLead,
	hasMarker,
	isActive,
	isLinkedTo,
	parseStages,
	type Marker,
	type StageRule,
} from '../../activeLead';
import type { AmoApi } from '../../api';
import { connect } from '../../connect';
import { simplified, valuesOf } from '../../customFields';
import type { Entity } from '../../schema';
import { contactLocator, fieldIdOf, idOf, idParameter, optionsField, optionsOf } from '../fields';
import { markerOf, markerOptions } from './leadFields';

const show = { resource: ['lead'], operation: ['findActive'] };

export const description: INodeProperties[] = [
	contactLocator(show),
	optionsField(show, [
		{
			displayName: 'Excluded Stage Names or IDs',
			name: 'excludedStages',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getStages' },
			default: [],
			description:
				'Stages of leads that are not in work although they are open. An expression may give a list or a text such as 63242022, 10089806:80579130. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Known Lead ID',
			name: 'knownLeadId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 8000001',
			description: 'Is looked at first: one request when it is still in work',
		},
		{
			displayName: 'Lead IDs of Contact',
			name: 'leadIdsOfContact',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.lead_ids }}',
			description: 'The list that Contact: Match gave; saves reading the contact again',
		},
		...markerOptions(
			'Prefers the lead of the contact that has Marker Value in this field, whatever its stage',
			'The whole text of the field. Empty: the output only says what the lead has there.',
		),
	]),
];

export interface ActiveLeadRequest {
	contactId: number;
	excluded: StageRule[];
	marker?: Marker;
	knownLeadId?: number;
	leadIdsOfContact?: number[];
}

/**
 * The lead of a contact to work on. A contact or lead that is not there is an answer, not an error.
 *
 * @throws {InputError | VendorError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const options = optionsOf(this, itemIndex);
	const contactId = idParameter(this, itemIndex, 'contactId');
	const markerField = fieldIdOf(options.markerField, 'Marker Field');
	const wanted = String(options.markerValue ?? '').trim();
	const request = {
		contactId,
		excluded: parseStages(options.excludedStages),
		marker: wanted === '' ? undefined : markerOf(options),
		knownLeadId: knownLead(options.knownLeadId),
		leadIdsOfContact: idList(options.leadIdsOfContact),
	};
	const { lead, contactExists } = await findActiveLead(await connect(this, itemIndex), request);
	return {
		found: lead !== undefined,
		contact_id: contactId,
		contact_exists: contactExists,
		lead_id: lead?.id ?? null,
		pipeline_id: lead?.pipeline_id ?? null,
		status_id: lead?.status_id ?? null,
		has_marker: lead !== undefined && hasMarker(lead, request.marker),
		marker: lead && markerField !== undefined ? (valuesOf(lead, markerField)[0] ?? '') : '',
		lead: (lead as IDataObject | undefined) ?? null,
		current: lead ? simplified(lead) : null,
	};
}

/** One request for the contact and one for each 50 of its leads. @throws {VendorError} */
export async function findActiveLead(
	api: AmoApi,
	request: ActiveLeadRequest,
): Promise<{ lead?: Entity; contactExists: boolean }> {
	const { contactId, excluded, marker, knownLeadId } = request;
	// The marker may be on any lead of the contact: a known one is no short cut then.
	if (knownLeadId !== undefined && !marker) {
		const lead = await api.entity('leads', knownLeadId, 'contacts');
		if (lead && isActive(lead, excluded) && isLinkedTo(lead, contactId)) {
			return { lead, contactExists: true };
		}
	}
	const ids = request.leadIdsOfContact ?? (await leadIdsOf(api, contactId));
	if (!ids) return { contactExists: false };
	const leads = await api.entities('leads', ids, 'contacts');
	return { lead: chooseLead(leads, contactId, { excluded, marker }), contactExists: true };
}

async function leadIdsOf(api: AmoApi, contactId: number): Promise<number[] | undefined> {
	const contact = await api.entity('contacts', contactId, 'leads');
	if (!contact || contact.is_deleted) return undefined;
	return (contact._embedded?.leads ?? []).map(({ id }) => id);
}

function knownLead(value: unknown): number | undefined {
	const isNone = value === undefined || value === null || ['', '0'].includes(String(value).trim());
	return isNone ? undefined : idOf(value, 'Known Lead ID', 'leads');
}

/** An empty list says that there are none; an empty text says nothing. */
function idList(value: unknown): number[] | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const field = 'Lead IDs of Contact';
	if (typeof value === 'object' && !Array.isArray(value)) {
		throw new InputError('this is no list', field, 'Give the lead_ids of Contact: Match.');
	}
	const list: unknown[] = Array.isArray(value)
		? value
		: String(value)
				.replace(/^\s*\[|\]\s*$/g, '')
				.split(/[\s,;]+/);
	return list.filter((one) => one !== '').map((one) => idOf(one, field));
}

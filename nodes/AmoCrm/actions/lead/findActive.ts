import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import type { OperationExecute } from '../../../shared/runItems';
import { hasMarker, parseStages, type Marker } from '../../domain/activeLead';
import { connect } from '../../api/connect';
import { simplified, valuesOf, type FieldKey } from '../../domain/customFields';
import { findActiveLead, findPersonLead } from '../../api/findLead';
import type { IdentityKind } from '../../domain/matching';
import type { Entity } from '../../api/schema';
import { identitiesParameter } from '../contact/fields';
import { fieldIdOf, idOf, idParameter, knownIdOf, optionsOf } from '../fields';
import { markerOf } from './leadFields';

export { description } from './findActiveFields';

/**
 * The lead to work on, of a contact or of a person. A contact or lead that is not there is an answer,
 * not an error: `found_what` says `lead`, `contact` or `nobody`. Only *Must Exist* makes it one.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const by = this.getNodeParameter('by', itemIndex, 'contact') as string;
	return by === 'person' ? await ofPerson(this, itemIndex) : await ofContact(this, itemIndex);
};

async function ofContact(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const options = optionsOf(context, itemIndex);
	const contactId = idParameter(context, itemIndex, 'contactId');
	const asked = markerAsked(options);
	const { lead, contactExists } = await findActiveLead(await connect(context, itemIndex), {
		contactId,
		excluded: parseStages(options.excludedStages),
		marker: asked.preferred,
		knownLeadId: knownIdOf(options.knownLeadId, 'Known Lead ID', 'leads'),
		leadIdsOfContact: idList(options.leadIdsOfContact),
	});
	return {
		...shownLead(lead, contactExists, asked),
		contact_id: contactId,
		contact_exists: contactExists,
	};
}

async function ofPerson(context: IExecuteFunctions, itemIndex: number): Promise<IDataObject> {
	const options = optionsOf(context, itemIndex);
	const knownContactId = knownIdOf(options.knownContactId, 'Known Contact ID', 'contacts');
	const asked = markerAsked(options);
	const { identities, unusable } = identitiesParameter(context, itemIndex, {
		mayBeNothing: knownContactId !== undefined,
	});
	const { contactId, contact, match, lead } = await findPersonLead(
		await connect(context, itemIndex),
		{
			identities,
			knownContactId,
			knownLeadId: knownIdOf(options.knownLeadId, 'Known Lead ID', 'leads'),
			excluded: parseStages(options.excludedStages),
			marker: asked.preferred,
		},
	);
	if (options.mustExist === true && !lead) throw missing(contactId !== undefined);
	const matchedBy: IdentityKind | 'known' | '' =
		match?.matchedBy ?? (contactId === undefined ? '' : 'known');
	return {
		...shownLead(lead, contactId !== undefined, asked),
		contact_id: contactId ?? null,
		contact_exists: contactId !== undefined,
		matched_by: matchedBy,
		newly_matched: match !== undefined,
		candidates: match?.candidates ?? 0,
		ignored: unusable,
		contact: (contact as IDataObject | undefined) ?? null,
	};
}

function missing(isThereAContact: boolean): VendorError {
	return isThereAContact
		? new VendorError('the contact has no lead in work', {
				code: 'lead_not_found',
				outcome: 'not_sent',
			})
		: new VendorError('amoCRM has no contact of this person', {
				code: 'contact_not_found',
				outcome: 'not_sent',
			});
}

interface MarkerAsked {
	field?: FieldKey;
	/** What to compare a lead with. */
	marker?: Marker;
	/** What leads are chosen by. */
	preferred?: Marker;
}

function markerAsked(options: IDataObject): MarkerAsked {
	const isGiven = String(options.markerValue ?? '').trim() !== '';
	const marker = isGiven ? markerOf(options) : undefined;
	const preferred = options.preferMarked === false ? undefined : marker;
	return { field: fieldIdOf(options.markerField, 'Marker Field'), marker, preferred };
}

function shownLead(
	lead: Entity | undefined,
	contactExists: boolean,
	{ field, marker }: MarkerAsked,
): IDataObject {
	const written = lead && field !== undefined ? (valuesOf(lead, field)[0] ?? '').trim() : '';
	return {
		found: lead !== undefined,
		found_what: lead ? 'lead' : contactExists ? 'contact' : 'nobody',
		lead_id: lead?.id ?? null,
		pipeline_id: lead?.pipeline_id ?? null,
		status_id: lead?.status_id ?? null,
		has_marker: lead !== undefined && hasMarker(lead, marker),
		marker: written,
		other_marker: written === marker?.value ? '' : written,
		lead: (lead as IDataObject | undefined) ?? null,
		current: lead ? simplified(lead) : null,
	};
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

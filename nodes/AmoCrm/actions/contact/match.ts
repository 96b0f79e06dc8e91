import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { findContact, leadIdsOf } from '../../api/findContact';
import { asChosen } from '../../domain/customFields';
import { optionsField, optionsOf, simplifyOption } from '../fields';
import { countryOption, identitiesParameter, identityFields } from './fields';

const show = { resource: ['contact'], operation: ['match'] };

export const description: INodeProperties[] = [
	...identityFields(show),
	optionsField(show, [countryOption, simplifyOption]),
];

/**
 * The contact with this Telegram ID, else this phone, else this e-mail; each is compared with the very
 * field. Nobody is no error: `found` is false. `ignored`: what was given but cannot be looked for.
 */
export const execute: OperationExecute = async function (itemIndex) {
	const { identities, unusable } = identitiesParameter(this, itemIndex);
	const { simplify = true } = optionsOf(this, itemIndex);
	const match = await findContact(await connect(this, itemIndex), identities);
	return {
		found: match !== undefined,
		matched_by: match?.matchedBy ?? '',
		contact_id: match?.contact.id ?? null,
		lead_ids: match ? leadIdsOf(match.contact) : [],
		candidates: match?.candidates ?? 0,
		ignored: unusable,
		contact: match ? asChosen(match.contact, simplify) : null,
	};
};

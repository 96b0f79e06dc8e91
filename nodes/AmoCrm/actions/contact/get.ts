import type { INodeProperties } from 'n8n-workflow';

import { VendorError } from '../../../shared/errors';
import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { asChosen } from '../../domain/customFields';
import { contactLocator, idParameter, optionsField, optionsOf, simplifyOption } from '../fields';

const show = { resource: ['contact'], operation: ['get'] };

export const description: INodeProperties[] = [
	contactLocator(show),
	optionsField(show, [simplifyOption]),
];

/** One contact with its leads. @throws {InputError | VendorError} `not_found` when there is none */
export const execute: OperationExecute = async function (itemIndex) {
	const id = idParameter(this, itemIndex, 'contactId');
	const { simplify } = optionsOf(this, itemIndex);
	const api = await connect(this, itemIndex);
	const contact = await api.entity('contacts', id, 'leads');
	if (contact && !contact.is_deleted) return asChosen(contact, simplify);
	throw new VendorError('amoCRM has no contact with this ID', {
		code: 'not_found',
		outcome: 'rejected',
		hint: 'It may have been deleted or merged. Look for the contact again.',
	});
};

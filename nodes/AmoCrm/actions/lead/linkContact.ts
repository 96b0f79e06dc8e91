import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { repeatLost } from '../../../shared/writeOnce';
import { connect } from '../../api/connect';
import { contactLocator, idParameter, leadLocator, optionsField, optionsOf } from '../fields';

const show = { resource: ['lead'], operation: ['linkContact'] };

export const description: INodeProperties[] = [
	leadLocator(show),
	contactLocator(show),
	optionsField(show, [
		{
			displayName: 'Is Main',
			name: 'isMain',
			type: 'boolean',
			default: true,
			description: 'Whether the contact becomes the main one of the lead',
		},
	]),
];

/** Links a contact to a lead; once more does no harm. */
export const execute: OperationExecute = async function (itemIndex) {
	const { isMain } = optionsOf(this, itemIndex);
	const leadId = idParameter(this, itemIndex, 'leadId');
	const contactId = idParameter(this, itemIndex, 'contactId');
	const api = await connect(this, itemIndex);
	const main = isMain === undefined ? undefined : isMain === true;
	const signal = this.getExecutionCancelSignal();
	await repeatLost(async () => await api.link(leadId, contactId, main), signal);
	return { lead_id: leadId, contact_id: contactId, linked: true };
};

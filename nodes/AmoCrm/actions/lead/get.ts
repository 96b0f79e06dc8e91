import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { asChosen } from '../../domain/customFields';
import { idParameter, leadLocator, optionsField, optionsOf, simplifyOption } from '../fields';
import { leadNotFound } from './leadFields';

const show = { resource: ['lead'], operation: ['get'] };

export const description: INodeProperties[] = [
	leadLocator(show),
	optionsField(show, [simplifyOption]),
];

/** A lead with its contacts. */
export const execute: OperationExecute = async function (itemIndex) {
	const { simplify = true } = optionsOf(this, itemIndex);
	const leadId = idParameter(this, itemIndex, 'leadId');
	const lead = await (await connect(this, itemIndex)).entity('leads', leadId, 'contacts');
	if (!lead) throw leadNotFound();
	return asChosen(lead, simplify);
};

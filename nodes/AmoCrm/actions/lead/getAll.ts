import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listFields } from '../../../shared/listFields';
import type { OperationExecute } from '../../../shared/runItems';
import { PAGE_SIZE } from '../../api/client';
import { connect } from '../../api/connect';
import { asChosen } from '../../domain/customFields';
import type { Query } from '../../api/query';
import { optionsField, optionsOf, pipelineOption, simplifyOption, stageOption } from '../fields';
import { stageOf } from './leadFields';

const show = { resource: ['lead'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	...listFields(show),
	optionsField(show, [
		pipelineOption,
		{
			displayName: 'Search',
			name: 'query',
			type: 'string',
			default: '',
			description:
				'Text in any field of the lead. Parts of words and numbers match, too, and a new lead is found after some seconds.',
		},
		simplifyOption,
		stageOption,
	]),
];

/** Leads with their contacts, newest first. */
export const execute: OperationExecute = async function (itemIndex) {
	const options = optionsOf(this, itemIndex);
	const { simplify = true } = options;
	const returnAll = this.getNodeParameter('returnAll', itemIndex, false) === true;
	const limit = returnAll ? Infinity : Number(this.getNodeParameter('limit', itemIndex, 50));
	const stage = stageOf(options);
	const term = String(options.query ?? '').trim();
	const query: Query = {
		query: term === '' ? undefined : term,
		filter: filterOf(stage),
		order: { id: 'desc' },
		with: 'contacts',
		limit: Math.min(limit, PAGE_SIZE),
	};
	const leads: IDataObject[] = [];
	const api = await connect(this, itemIndex);
	for await (const page of api.list('leads', query)) {
		for (const lead of page) {
			// Filters are ignored in some accounts (amocrm sheet §7.2).
			if (stage.pipeline_id !== undefined && lead.pipeline_id !== stage.pipeline_id) continue;
			if (stage.status_id !== undefined && lead.status_id !== stage.status_id) continue;
			leads.push(asChosen(lead, simplify));
		}
		if (leads.length >= limit) break;
	}
	return leads.slice(0, limit);
};

function filterOf({ pipeline_id, status_id }: ReturnType<typeof stageOf>): Query | undefined {
	if (pipeline_id === undefined) return undefined;
	return status_id === undefined ? { pipeline_id } : { statuses: [{ pipeline_id, status_id }] };
}

import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import { repeatLost } from '../../../shared/writeOnce';
import { LOST } from '../../domain/activeLead';
import type { AmoApi, Body } from '../../api/client';
import type { BatchOperation } from '../batch';
import { hasChoices, addedToLists } from '../../domain/multiSelects';
import { cutText } from '../../../shared/amoCrmLimits';
import {
	customFieldsMapper,
	customFieldsParameter,
	idParameter,
	leadLocator,
	optionalIdOf,
	optionsField,
	optionsOf,
	stageOption,
	tagsOption,
	tagsParameter,
	userOption,
} from '../fields';
import { addToListsOption, leadBody, priceOption } from './leadFields';

const show = { resource: ['lead'], operation: ['update'] };

export const description: INodeProperties[] = [
	leadLocator(show),
	customFieldsMapper(show, 'leads'),
	optionsField(show, [
		addToListsOption,
		{
			displayName: 'Loss Reason ID',
			name: 'lossReasonId',
			type: 'number',
			default: 0,
			description: 'Why the lead is lost; only together with a stage that ends with 143',
		},
		{ displayName: 'Name', name: 'name', type: 'string', default: '' },
		priceOption,
		userOption,
		stageOption,
		{
			...tagsOption,
			displayName: 'Tag Names or IDs to Add',
			name: 'tags',
		},
		{
			...tagsOption,
			displayName: 'Tag Names or IDs to Delete',
			name: 'tagsToDelete',
		},
	]),
];

type Update = Body & { id: number };

/** What `prepare` knows of an item; only `update` is sent. */
interface Prepared extends Body {
	update: Update;
	addToLists: boolean;
}
type PreparedBody = Prepared & { request_id: string };

interface Updated {
	leadId: number;
	updated: boolean;
}

/** Changes only what is chosen, up to 50 leads in one request. */
export const batch: BatchOperation<Updated> = {
	prepare,

	async send(api, bodies) {
		const answers = new Map<string, Updated | VendorError>();
		for (const round of rounds(bodies)) {
			const updates = await withLists(api, round);
			const changes = updates.filter((body) => Object.keys(body).length > 2);
			const refused =
				changes.length > 0
					? await repeatLost(async () => await api.updateMany('leads', changes))
					: new Map<number, string>();
			for (const body of updates) {
				const problem = refused.get(body.id);
				const answer = { leadId: body.id, updated: changes.includes(body) };
				answers.set(String(body.request_id), problem === undefined ? answer : gone(problem));
			}
		}
		return answers;
	},

	output: ({ leadId, updated }) => ({ lead_id: leadId, updated }),
};

async function prepare(
	context: IExecuteFunctions,
	itemIndex: number,
	api: AmoApi,
): Promise<Prepared> {
	const options = optionsOf(context, itemIndex);
	const id = idParameter(context, itemIndex, 'leadId');
	const body = leadBody(options);
	const name = options.name === undefined ? undefined : String(options.name ?? '');
	// 0 is what the editor gives before anything is typed.
	const lossReason = optionalIdOf(options.lossReasonId || undefined, 'Loss Reason ID');
	if (lossReason !== undefined && body.status_id !== LOST) {
		const hint = 'Choose the stage of lost leads, too, or remove the loss reason.';
		throw new InputError('it is only for lost leads', 'Loss Reason ID', hint);
	}
	const fields = await customFieldsParameter(context, itemIndex, api, 'leads');
	const toAdd = tagsParameter(options.tags);
	const toDelete = tagsParameter(options.tagsToDelete);
	const update = {
		id,
		...(name === undefined ? {} : { name: cutText(name) }),
		...body,
		...(lossReason === undefined ? {} : { loss_reason_id: lossReason }),
		...(fields.length === 0 ? {} : { custom_fields_values: fields }),
		...(toAdd?.length ? { tags_to_add: toAdd } : {}),
		...(toDelete?.length ? { tags_to_delete: toDelete } : {}),
	};
	return { update, addToLists: options.addToLists === true && hasChoices(fields) };
}

/** What amoCRM does with a lead that is twice in a batch is not documented: one after the other. */
function rounds(bodies: Body[]): PreparedBody[][] {
	const all: PreparedBody[][] = [];
	for (const body of bodies as PreparedBody[]) {
		const { id } = body.update;
		const after = all.findLastIndex((round) => round.some(({ update }) => update.id === id));
		all[after + 1] = [...(all[after + 1] ?? []), body];
	}
	return all;
}

/** The bodies to send. Leads whose lists are added to are read first, 50 in one request. */
async function withLists(api: AmoApi, round: PreparedBody[]): Promise<Update[]> {
	const ids = round.filter(({ addToLists }) => addToLists).map(({ update }) => update.id);
	const leads = await api.entities('leads', ids);
	return round.map(({ update, addToLists, request_id }) => {
		const lead = addToLists ? leads.find(({ id }) => id === update.id) : undefined;
		if (!lead) return { ...update, request_id };
		const { custom_fields_values, ...rest } = update;
		const fields = addedToLists(lead, custom_fields_values as Body[]);
		const changed = fields.length > 0 ? { custom_fields_values: fields } : {};
		return { ...rest, ...changed, request_id };
	});
}

function gone(problem: string): VendorError {
	return new VendorError(`amoCRM refused it: ${problem}`, {
		code: 'not_found',
		outcome: 'rejected',
		hint: 'Check the ID. The lead may have been deleted or merged.',
	});
}

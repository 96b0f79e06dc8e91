import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { nowIn } from '../../../shared/rowFields';
import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { sortMessage } from '../../domain/bot/message';
import { keptText } from '../../domain/bot/reply';
import { outputJson } from '../../domain/update/output';
import { readUpdate, type UpdateFacts } from '../../domain/update/readUpdate';
import { decide, type RouterSettings } from '../../domain/update/route';
import { settingsOf } from '../../domain/update/settings';
import { clientRows, description as fields, settingRows } from './routeFields';

export const description: INodeProperties[] = fields;

/** Where one update goes, who wrote it, and what it says. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const settings = settingsOf(this, itemIndex);
	const facts = readUpdate(this.getNodeParameter('update', itemIndex));
	const options = this.getNodeParameter('options', itemIndex) as IDataObject;
	const json =
		options.settingRows === undefined
			? outputJson(facts, decide(facts, settings), settings)
			: byTables(facts, settings, options, nowIn(this, itemIndex));
	if (!options.includeInputFields) return { items: [{ json }] };
	const input = this.getInputData()[itemIndex];
	return { items: [{ json: { ...input.json, ...json }, binary: input.binary }] };
}

/** The same fields, and what only the tables know. */
function byTables(
	facts: UpdateFacts,
	fields: RouterSettings,
	options: IDataObject,
	now: number,
): IDataObject {
	const clients = rowsOf(options.clientRows, clientRows.displayName);
	const settings = rowsOf(options.settingRows, settingRows.displayName);
	const { card, decision, plan, router } = sortMessage(facts, fields, clients, settings, now);
	const json = outputJson(facts, decision, router);
	const byContact = facts.contact?.own ? 'own' : 'foreign';
	return {
		...json,
		way: plan.way,
		scene: plan.scene,
		in_manager_chat: router.inManagerChat,
		phone_by: facts.contact ? byContact : 'typed',
		client_name: card.fullName || json.full_name,
		kept_text: keptText(card, String(json.text_for_manager)),
	};
}

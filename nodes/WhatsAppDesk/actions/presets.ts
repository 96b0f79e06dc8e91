import type { IExecuteFunctions } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import type { OperationResult } from '../../shared/runItems';
import { fieldsOf, stringOf } from '../../shared/values';
import { presetFields } from '../domain/form';

const FORM_TRIGGER = 'n8n-nodes-base.formTrigger';

/**
 * Refuses a page whose fields the address of the form would fill in. n8n puts `?name=value` of the first
 * page into the fields of all later ones, over what we wrote: a link from outside could change a limit
 * or a text that the owner then saves unseen.
 *
 * @throws {InputError}
 */
export function refusePresets(
	context: IExecuteFunctions,
	result: OperationResult,
	itemIndex: number,
): void {
	const form = stringOf(fieldsOf(result).form);
	if (form === '') return;
	const [name] = presetFields(form, addressOf(context, itemIndex));
	if (name === undefined) return;
	throw new InputError(
		`the address of the form fills in the field "${name}"`,
		'',
		'Open the form by its own address, without what stands behind the question mark.',
	);
}

/** What stood behind `?` when the form was opened, read as n8n's own Form node reads it. */
function addressOf(context: IExecuteFunctions, itemIndex: number): Record<string, unknown> {
	const parents = context.getParentNodes(context.getNode().name);
	const trigger = parents.find(({ type }) => type === FORM_TRIGGER);
	if (!trigger) return {};
	const query = `{{ $(${JSON.stringify(trigger.name)}).first().json.formQueryParameters }}`;
	return fieldsOf(context.evaluateExpression(query, itemIndex));
}

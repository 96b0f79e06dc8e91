import type { IExecuteFunctions } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { connect } from '../../connect';
import { withEntries } from '../../products';
import { chosenOrder, output } from './run';

/** One order with its products. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connect(this);
	const order = await chosenOrder(this, itemIndex, api);
	return output(this, itemIndex, await withEntries(api, order));
}

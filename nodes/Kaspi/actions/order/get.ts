import type { IExecuteFunctions } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { withEntries } from '../../api/products';
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

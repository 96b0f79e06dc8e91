import type { OperationExecute } from '../../../shared/runItems';
import { connect } from '../../api/connect';
import { withEntries } from '../../api/products';
import { chosenOrder, output } from './run';

/** One order with its products. */
export const execute: OperationExecute = async function (itemIndex) {
	const api = await connect(this);
	const order = await chosenOrder(this, itemIndex, api);
	return output(this, itemIndex, await withEntries(api, order));
};

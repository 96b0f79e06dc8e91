import type { IDataObject } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { textOf } from '../../../shared/values';
import { connect } from '../../api/connect';
import { withEntries } from '../../api/products';
import { entryAttributes } from '../../api/schema';
import { simplifyEntry } from '../../domain/simpleOrder';
import { chosenOrder } from './run';

/** One item per line of the order. */
export const execute: OperationExecute = async function (itemIndex) {
	const api = await connect(this);
	const order = await withEntries(api, await chosenOrder(this, itemIndex, api));
	const entries = order.entries ?? [];
	const isSimple = this.getNodeParameter('simplify', itemIndex, true) as boolean;
	if (!isSimple) return entries as unknown as IDataObject[];
	const orderId = textOf(order.attributes.code);
	return entries.map((entry) => {
		const { entryNumber, category } = entryAttributes.parse(entry.attributes);
		const line = simplifyEntry(entry);
		return { id: entry.id, orderId, entryNumber, ...line, category: category.title };
	});
};

import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../../shared/parameters';
import { listFields } from '../../../shared/listFields';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import { collect } from '../../api/client';
import { connectItem } from '../../api/connect';
import { managerRef } from '../../api/managers';
import type { Manager } from '../../api/schema';
import { limitParameter, sitniksOptions } from '../fields';

const show = { resource: ['manager'], operation: ['getAll'] };

export const description: INodeProperties[] = [
	...listFields(show),
	sitniksOptions(show, [simplifyOption]),
];

/** Managers of the account; two may have one name. @throws {VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const limit = limitParameter(this, itemIndex);
	const api = await connectItem(this, itemIndex);
	const managers = await collect(api.managers(limit), limit);
	const { simplify = true } = optionsOf(this, itemIndex);
	return managers.map((manager) => (simplify ? simplified(manager) : (manager as IDataObject)));
}

function simplified(manager: Manager): IDataObject {
	const { id, name } = managerRef(manager);
	return { manager_id: id, name };
}

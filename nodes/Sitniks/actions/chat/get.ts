import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { optionsOf } from '../../../shared/parameters';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import { simplifyChat } from '../../domain/chat';
import { connectItem } from '../../api/connect';
import { chatParameter, sitniksOptions } from '../fields';

export const description: INodeProperties[] = [
	sitniksOptions({ resource: ['chat'], operation: ['get'] }, [simplifyOption]),
];

/** One chat. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const chat = await api.chat(chatParameter(this, itemIndex));
	const { simplify = true } = optionsOf(this, itemIndex);
	return simplify ? simplifyChat(chat) : (chat as IDataObject);
}

import type { IExecuteFunctions } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { accept } from '../../domain/transitions';
import { runChange } from './run';

/** Accepts a new order. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return await runChange(this, itemIndex, accept);
}

import type { OperationExecute } from '../../../shared/runItems';
import { accept } from '../../domain/transitions';
import { runChange } from './run';

/** Accepts a new order. */
export const execute: OperationExecute = async function (itemIndex) {
	return await runChange(this, itemIndex, accept);
};

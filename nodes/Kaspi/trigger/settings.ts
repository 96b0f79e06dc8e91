import type { IPollFunctions } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import type { PollSettings } from './pollOrders';

/** The operator's settings. @throws {InputError} */
export function settingsOf(context: IPollFunctions): PollSettings {
	const parameter = <T>(name: string) => context.getNodeParameter(name) as T;
	const states = parameter<string[]>('states');
	if (states.length === 0) throw new InputError('none is chosen', 'States', 'Choose at least one.');
	const lookBackDays = Number(parameter('lookBackDays'));
	if (!(lookBackDays > 0)) {
		throw new InputError('this is no number above 0', 'Look Back (Days)');
	}
	return {
		event: parameter('event'),
		states,
		lookBackDays,
		existingOrders: parameter('existingOrders'),
		repeatMinutes: Number(parameter('repeatMinutes')) || 0,
		includeProducts: parameter('includeProducts'),
	};
}

import { operationField } from '../../../shared/operationField';
import * as get from './get';

export const operations = { get };

export const description = operationField('server', 'get', {
	get: ['Get', 'Get server', 'Get the address, version and engine of WAHA'],
});

import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import { change } from './change';
import * as get from './get';
import * as getAll from './getAll';
import * as qr from './qr';

export const operations = {
	get,
	getAll,
	qr,
	restart: change('restart'),
	start: change('start'),
	stop: change('stop'),
};

export const description = operationField('session', 'get', {
	get: ['Get', 'Get session', 'Get the status and account of a session'],
	getAll: ['Get Many', 'Get many sessions', 'Get many sessions of the server'],
	qr: ['QR', 'Get QR code of session', 'Get the QR code that links a phone, as a PNG file'],
	restart: [
		'Restart',
		'Restart session',
		'Stop and start a session, which helps when it is FAILED',
	],
	start: ['Start', 'Start session', 'Start a stopped session'],
	stop: ['Stop', 'Stop session', 'Stop a session; the phone stays linked'],
});

/** Fields of the operations, shown after the session. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);

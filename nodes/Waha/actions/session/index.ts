import type { INodeProperties } from 'n8n-workflow';

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

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['session'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				description: 'Get the status and account of a session',
				action: 'Get session',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get many sessions of the server',
				action: 'Get many sessions',
			},
			{
				name: 'QR',
				value: 'qr',
				description: 'Get the QR code that links a phone, as a PNG file',
				action: 'Get QR code of session',
			},
			{
				name: 'Restart',
				value: 'restart',
				description: 'Stop and start a session, which helps when it is FAILED',
				action: 'Restart session',
			},
			{
				name: 'Start',
				value: 'start',
				description: 'Start a stopped session',
				action: 'Start session',
			},
			{
				name: 'Stop',
				value: 'stop',
				description: 'Stop a session; the phone stays linked',
				action: 'Stop session',
			},
		],
		default: 'get',
	},
];

/** Fields of the operations, shown after the session. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);

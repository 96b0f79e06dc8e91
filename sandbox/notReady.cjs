/**
 * Loaded into n8n before itself: turns its `200 n8n is starting up` into a 503.
 *
 * Between connecting to its database and migrating it, n8n says 200 to every call, and a sender that
 * stops at 200 loses that call. Operators put a proxy with a readiness check in front (README); the
 * sandbox does the same here.
 */
const { ServerResponse } = require('node:http');

const WORDS = 'n8n is starting up';
const { end } = ServerResponse.prototype;

ServerResponse.prototype.end = function (chunk, ...rest) {
	const isShort = (typeof chunk === 'string' || Buffer.isBuffer(chunk)) && chunk.length < 100;
	if (isShort && !this.headersSent && String(chunk).startsWith(WORDS)) this.statusCode = 503;
	return end.call(this, chunk, ...rest);
};

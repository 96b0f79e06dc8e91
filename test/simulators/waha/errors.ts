import type { Engine, Session, SessionStatus } from './model';

/** An answer that is not a success; the body is sent as it stands (waha sheet §7). */
export class WahaError extends Error {
	constructor(
		readonly status: number,
		readonly body: object,
	) {
		super(JSON.stringify(body));
	}
}

const NAMES: Record<number, string> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	422: 'Unprocessable Entity',
};

/** The shape of NestJS: statusCode, message, error. */
export function nestError(status: number, message: string | string[]): WahaError {
	return new WahaError(status, { statusCode: status, message, error: NAMES[status] });
}

/** The only body with two fields. */
export function unauthorized(): WahaError {
	return new WahaError(401, { message: 'Unauthorized', statusCode: 401 });
}

/** Unknown or stopped session: the message has a newline in it. */
export function notStarted(name: string): WahaError {
	return nestError(
		404,
		`There is no running session "${name}".\nStart it with POST /api/sessions/${name}/start and try again`,
	);
}

/** Wrong status: four fields, `error` is text and there is no statusCode. */
export function wrongStatus(session: Session, expected: SessionStatus[]): WahaError {
	return new WahaError(422, {
		error: 'The status of the session is not as expected; wait for it or restart the session',
		session: session.name,
		status: session.status,
		expected,
	});
}

/** What the paid edition was needed for before 2026.6.1. */
export function needsPlus(what: string, engine: Engine): WahaError {
	return nestError(422, `${what} needs the Plus version of WAHA (engine ${engine})`);
}

export function notInEngine(what: string, engine: Engine): WahaError {
	return nestError(422, `${what} is not available in the engine ${engine}`);
}

/** Thrown by "the engine"; answered as 500 with the whole request echoed. */
export class EngineError extends Error {}

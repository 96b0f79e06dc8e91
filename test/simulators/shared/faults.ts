/**
 * Faults that a test asks a simulator for through `POST /__sim/faults`.
 * The oldest fault that matches a request is used, `times` times.
 */
export interface Fault {
	/** Answer this status instead of handling the request. */
	status?: number;
	/** Body of that answer; an object is sent as JSON, a string as it is. */
	body?: unknown;
	/** Answer an HTML page, as a proxy in front of the vendor does. */
	html?: boolean;
	headers?: Record<string, string>;
	/**
	 * Point to the same path at this origin, with `status` or 302; '' is the simulator itself.
	 */
	redirectTo?: string;
	/** Never answer; the connection stays open until the client gives up. */
	hang?: boolean;
	/** Wait before handling, in milliseconds. */
	delayMs?: number;
	/** Cut the connection before the request is handled. */
	drop?: boolean;
	/** Handle the request, then cut the connection instead of answering. */
	dropAfterWrite?: boolean;
	/** How many requests it hits; 0 means until the next reset. Default 1. */
	times?: number;
	/** Only requests of this method. */
	method?: string;
	/** Only paths that contain this text or match this /regular expression/ (without the vendor's prefix). */
	path?: string;
}

export class FaultQueue {
	private faults: Array<Fault & { left: number }> = [];

	/** @throws {TypeError} when the fault asks for nothing */
	add(fault: Fault): void {
		const asks =
			fault.status ?? fault.redirectTo ?? fault.html ?? fault.hang ?? fault.delayMs ?? fault.drop;
		if (asks === undefined && !fault.dropAfterWrite) {
			throw new TypeError(
				'a fault needs one of: status, redirectTo, html, hang, delayMs, drop, dropAfterWrite',
			);
		}
		const times = fault.times ?? 1;
		this.faults.push({ ...fault, left: times === 0 ? Infinity : times });
	}

	/** The fault for this request, used up by one, or undefined. */
	take(method: string, path: string): Fault | undefined {
		const fault = this.faults.find(
			(f) =>
				f.left > 0 &&
				(!f.method || f.method.toUpperCase() === method.toUpperCase()) &&
				(!f.path || pathMatches(f.path, path)),
		);
		if (fault) fault.left -= 1;
		this.faults = this.faults.filter((f) => f.left > 0);
		return fault;
	}

	list(): Fault[] {
		return this.faults.map(({ left, ...fault }) => ({
			...fault,
			times: left === Infinity ? 0 : left,
		}));
	}

	clear(): void {
		this.faults = [];
	}
}

function pathMatches(pattern: string, path: string): boolean {
	const regex = /^\/(.*)\/$/.exec(pattern);
	// "/api/sendText/" would be a regex, too; plain paths never end with a slash here.
	return regex ? new RegExp(regex[1]).test(path) : path.includes(pattern);
}

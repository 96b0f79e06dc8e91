import type { Delivery } from '../shared/webhookSender';
import { nestError, notStarted, wrongStatus } from './errors';
import { ACCOUNT, type Me, type Session, type SessionConfig, type SessionStatus } from './model';
import type { SendOptions } from './webhooks';
import type { World } from './world';

/** The sessions and their life cycle (waha sheet §4). */
export class Sessions {
	private all = new Map<string, Session>();
	/** The next step of a session's life, by name. */
	private next = new Map<string, () => void>();
	private watchers = new Set<() => void>();
	private qrShown = new Map<string, number>();

	constructor(private readonly world: World) {
		this.reset();
	}

	/** One session `default`, working, without webhooks. */
	reset(): void {
		const now = Date.now();
		this.all = new Map([['default', blank('default', 'WORKING', { webhooks: [] }, now)]]);
		this.next.clear();
		this.qrShown.clear();
		for (const watch of [...this.watchers]) watch();
	}

	get(name: string): Session | undefined {
		return this.all.get(name);
	}

	list(): Session[] {
		return [...this.all.values()];
	}

	/** @throws {WahaError} 404 */
	known(name: string): Session {
		const session = this.all.get(name);
		if (!session) throw nestError(404, `Session "${name}" was not found`);
		return session;
	}

	create(name: string, config: SessionConfig | undefined, start: boolean): Session {
		if (this.all.has(name)) {
			throw nestError(422, `The session "${name}" exists; PUT /api/sessions/${name} changes it`);
		}
		const session = { ...blank(name, 'STOPPED', config, Date.now()), paired: false };
		this.all.set(name, session);
		if (start) this.start(session);
		return session;
	}

	/** The whole config is replaced, and a running session started anew. */
	update(session: Session, config: SessionConfig | undefined): void {
		session.config = config;
		if (session.status !== 'STOPPED') void this.setStatus(session, 'STARTING');
	}

	/** Nothing happens to one that runs, FAILED included: that needs a restart. */
	start(session: Session): void {
		if (session.status === 'STOPPED') void this.setStatus(session, 'STARTING');
	}

	stop(session: Session): void {
		if (session.status !== 'STOPPED') void this.setStatus(session, 'STOPPED');
	}

	restart(session: Session): void {
		void this.setStatus(session, 'STARTING');
	}

	/** Unlinks the phone; a session that ran comes up again with a QR code. */
	logout(session: Session): void {
		session.paired = false;
		if (session.status !== 'STOPPED') void this.setStatus(session, 'STARTING');
	}

	remove(name: string): void {
		this.next.get(name)?.();
		this.all.delete(name);
		for (const watch of [...this.watchers]) watch();
	}

	/** The only way to a new status: history, follow-up and `session.status` come with it. */
	async setStatus(
		session: Session,
		status: SessionStatus,
		options: SendOptions & { data?: unknown } = {},
	): Promise<Delivery[]> {
		this.next.get(session.name)?.();
		this.next.delete(session.name);
		const timestamp = Date.now();
		if (status === 'STARTING') {
			const needRestart = this.world.switches.needRestart.filter((name) => name !== session.name);
			this.world.configure({ needRestart });
		}
		if (status !== 'SCAN_QR_CODE' || session.status !== status) this.qrShown.delete(session.name);
		session.status = status;
		session.activity = timestamp;
		session.statuses = [...session.statuses, { status, timestamp }].slice(-3);
		session.qr = status === 'SCAN_QR_CODE' ? this.world.ids.qr() : null;
		if (status === 'WORKING') session.paired = true;
		if (status === 'SCAN_QR_CODE') session.paired = false;
		this.planNext(session);
		for (const watch of [...this.watchers]) watch();
		const payload = {
			name: session.name,
			status,
			statuses: session.statuses,
			data: options.data ?? null,
		};
		return await this.world.webhooks.send([{ session, event: 'session.status', payload }], options);
	}

	/**
	 * A session that can send: waits a while for one that is on its way.
	 * @throws {WahaError} 404 unknown or stopped, 422 with four fields when the wait is over
	 */
	async working(name: string): Promise<Session> {
		const deadline = Date.now() + this.world.switches.notWorkingDelayMs;
		for (;;) {
			const session = this.all.get(name);
			if (!session || session.status === 'STOPPED') throw notStarted(name);
			if (session.status === 'WORKING') return session;
			const left = deadline - Date.now();
			if (left <= 0) throw wrongStatus(session, ['WORKING']);
			await this.change(left);
		}
	}

	/** Who is linked; null without a phone. */
	me(session: Session): (Me & { reachoutTimelock?: object }) | null {
		if (!session.paired) return null;
		const me = session.name === 'default' ? ACCOUNT : otherAccount(session.name);
		const { restricted, reachoutTimelock } = this.world.switches;
		if (!restricted || !reachoutTimelock) return { ...me };
		const timeEnforcementEnds = Math.floor(this.world.startedAt / 1000) + 24 * 3600;
		return {
			...me,
			reachoutTimelock: { isActive: true, timeEnforcementEnds, enforcementType: 'DEFAULT' },
		};
	}

	/** Resolves at the next change of any session or after `ms`. */
	private async change(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const done = () => {
				cancel();
				this.watchers.delete(done);
				resolve();
			};
			const cancel = this.world.timers.after(ms, done);
			this.watchers.add(done);
		});
	}

	private planNext(session: Session): void {
		const { startMs, qrFirstMs, qrNextMs, qrCodes } = this.world.switches;
		let next: SessionStatus;
		let ms = startMs;
		if (session.status === 'STARTING') {
			next = session.paired ? 'WORKING' : 'SCAN_QR_CODE';
		} else if (session.status === 'SCAN_QR_CODE') {
			const shown = (this.qrShown.get(session.name) ?? 0) + 1;
			this.qrShown.set(session.name, shown);
			next = shown < qrCodes ? 'SCAN_QR_CODE' : 'FAILED';
			ms = shown === 1 ? qrFirstMs : qrNextMs;
		} else {
			return;
		}
		const cancel = this.world.timers.after(ms, () => void this.setStatus(session, next));
		this.next.set(session.name, cancel);
	}
}

function blank(
	name: string,
	status: SessionStatus,
	config: SessionConfig | undefined,
	now: number,
): Session {
	return {
		name,
		status,
		statuses: [{ status, timestamp: now }],
		config,
		paired: true,
		qr: null,
		activity: now,
	};
}

/** An invented number that belongs to the session's name. */
function otherAccount(name: string): Me {
	const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 9000, 7);
	const digits = `7700000${sum + 1000}`;
	return {
		id: `${digits}@c.us`,
		lid: `66${digits}@lid`,
		jid: `${digits}:7@s.whatsapp.net`,
		pushName: name,
	};
}

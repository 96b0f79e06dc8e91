import type { Trouble } from '../plan/plan';
import type { Stage } from './stage';

/** A vendor misbehaves for a while. The windows of one vendor do not overlap: the end takes all back. */
export async function trouble(stage: Stage, planned: Trouble): Promise<void> {
	const { at, until, vendor, faults, switchedBack } = planned;
	await stage.until(at);
	await stage.world.fault(vendor, faults);
	await stage.until(until);
	await stage.world.fault(vendor, []);
	if (switchedBack) await stage.world.fault(vendor, switchedBack);
}

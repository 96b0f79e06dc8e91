import { audit } from '../storm/audit/audit';
import { SHORT } from '../storm/plan/sizes';
import { storm } from '../storm/storm';

/** Another one by hand: `npm run test:storm -- --short --seed <n>`. */
const SEED = 16;

test(`the short storm of seed ${SEED} leaves nothing for the auditor to find`, async () => {
	const collected = await storm(SEED, SHORT, () => undefined);
	const findings = audit(collected).flatMap(({ name, findings: all }) =>
		all.map((finding) => `${name}: ${finding}`),
	);
	expect(findings).toEqual([]);
	expect(collected.played.kills).toHaveLength(SHORT.kills);
});

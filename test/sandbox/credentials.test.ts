import { processesThatCall } from '../../sandbox/credentials';

describe("a vendor's request limit in queue mode", () => {
	test('is shared by the workers', () => {
		expect(processesThatCall('crmBridgeAmoCrmApi', 2)).toBe(2);
	});

	test("is shared with the main process, too, where that polls the vendor's orders", () => {
		expect(processesThatCall('crmBridgeKaspiApi', 2)).toBe(3);
	});
});

import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { SignedWebhookTrigger } from '../../../nodes/SignedWebhookTrigger/SignedWebhookTrigger.node';
import { WebhookSignature } from '../../../nodes/WebhookSignature/WebhookSignature.node';
import { Kit } from './kit';

const { description, methods } = new SignedWebhookTrigger();

test('n8n hands the call on unread: version 1, options.binaryData without anybody setting it', () => {
	const { node } = new Kit().set();
	expect(node.typeVersion).toBe(1);
	expect(node.parameters.options).toEqual({ binaryData: true });
	expect(description.version).toBe(1);
});

test('what keeps the call unread is not stored with the workflow, and an option does not undo it', () => {
	const given = { path: 'payment', settings: { bodyLimitKb: 5 } };
	const { node } = new Kit().set(given);
	const stored = NodeHelpers.getNodeParameters(
		description.properties,
		node.parameters,
		false,
		false,
		node,
		description,
	);
	expect(stored).toEqual(given);
	expect(node.parameters.options).toEqual({ binaryData: true });
});

test('the address is the path alone, and several methods may share it', () => {
	expect(description.webhooks).toMatchObject([{ isFullPath: true }]);
	const [{ httpMethod, path }] = description.webhooks!;
	const { node, workflow } = new Kit().set({ httpMethod: ['GET', 'POST'] });
	const value = (text: string) =>
		workflow.expression.getSimpleParameterValue(node, text, 'internal', {});
	expect([String(value(httpMethod as string)), value(path)]).toEqual(['GET,POST', 'payment']);
	expect(value(description.subtitle!)).toBe('GET, POST payment');
});

test('the legacy secret is off unless somebody adds the option, and off when it is added', () => {
	const settings = description.properties.find(({ name }) => name === 'settings')!;
	expect(settings.default).toEqual({});
	const options = settings.options as INodeProperties[];
	expect(options.find(({ name }) => name === 'acceptLegacySecret')?.default).toBe(false);
});

test('signatures are made as in Webhook Signature', () => {
	const fields = ({ properties }: { properties: INodeProperties[] }) =>
		['algorithm', 'encoding', 'prefix', 'checkTime', 'toleranceSeconds', 'timestampIsSigned'].map(
			(name) => {
				const field = properties.find((one) => one.name === name)!;
				return { ...field, displayOptions: undefined, description: undefined };
			},
		);
	expect(fields(description)).toEqual(fields(new WebhookSignature().description));
});

test('the credential is the one of Webhook Signature, tested the same way', () => {
	const [used] = description.credentials!;
	expect(used.name).toBe(new WebhookSignature().description.credentials![0].name);
	expect(Object.keys(methods.credentialTest)).toEqual([used.testedBy]);
	expect(used.displayOptions).toEqual({ show: { authentication: ['hmac', 'key'] } });
});

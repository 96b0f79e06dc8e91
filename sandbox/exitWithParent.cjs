/**
 * Loaded into n8n before anything else (`node --require`): ends it when the sandbox is gone, even
 * when that was killed and could not clean up.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();

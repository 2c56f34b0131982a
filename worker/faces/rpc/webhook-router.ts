import {
  deliveriesInput,
  deliveriesOutput,
  newWebhookOutput,
  removedWebhookOutput,
  replayedOutput,
  webhookAddInput,
  webhookChangeInput,
  webhookOutput,
  webhookRemoveInput,
  webhookReplayInput,
  webhooksInput,
  webhooksOutput,
} from '../../domain/webhook-schemas.ts'
import { procedure, router, valueOf } from './trpc.ts'

/** The receivers that are told what happens. */
export const webhookRouter = router({
  add: procedure
    .input(webhookAddInput)
    .output(newWebhookOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.webhooks.addWebhook(opts.input))),
  list: procedure
    .input(webhooksInput)
    .output(webhooksOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.webhooks.listWebhooks())),
  change: procedure
    .input(webhookChangeInput)
    .output(webhookOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.webhooks.changeWebhook(opts.input))),
  remove: procedure
    .input(webhookRemoveInput)
    .output(removedWebhookOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.webhooks.removeWebhook(opts.input))),
  deliveries: procedure
    .input(deliveriesInput)
    .output(deliveriesOutput)
    .query(async (opts) => valueOf(await opts.ctx.office.webhooks.listDeliveries(opts.input))),
  replay: procedure
    .input(webhookReplayInput)
    .output(replayedOutput)
    .mutation(async (opts) => valueOf(await opts.ctx.office.webhooks.replayWebhook(opts.input))),
})

'use strict';
/* Texts and captions that are corrected after they were sent. */

__d('sim/edits', (require, module) => {
  module.exports = {
    apply(msg, { id, text, at }) {
      const { remote, fromMe, participant } = msg.id;
      msg.set({
        ...require('sim/content').textOf(msg, text),
        latestEditMsgKey: new (require('WAWebMsgKey'))({ remote, fromMe, participant, id }),
        latestEditSenderTimestampMs: at,
      });
    },
  };
});

__d('WAWebMsgActionCapability', (require, module, exports) => {
  const EDIT_SECONDS = 15 * 60;
  const REVOKE_SECONDS = 60 * 60 * 60;
  const CAPTIONED = new Set(['image', 'video', 'document']);
  const isOwnWithin = (msg, seconds) => msg.id.fromMe && require('WATimeUtils').unixTime() - msg.t < seconds;

  exports.canEditText = (msg) => msg.type === 'chat' && isOwnWithin(msg, EDIT_SECONDS);
  exports.canEditCaption = (msg) => CAPTIONED.has(msg.type) && isOwnWithin(msg, EDIT_SECONDS);
  exports.canSenderRevokeMsg = (msg) => msg.type !== 'revoked' && isOwnWithin(msg, REVOKE_SECONDS);
  exports.canAdminRevokeMsg = () => false;
});

__d('WAWebSendMessageEditAction', (require, module, exports) => {
  async function edit(msg, text, id) {
    if (!(await require('sim/amendments').send(msg, { action: 'edit', text }, id))) {
      throw new Error('the server has refused the edit');
    }
    require('sim/edits').apply(msg, { id, text, at: Date.now() });
    await require('sim/inbox').keepMessage(msg);
  }

  exports.addAndSendMessageEdit = (msg, raw) => edit(msg, raw.body, raw.id.id);
  exports.sendMessageEdit = (msg, text) => edit(msg, text, require('WAWebMsgKey').newId());
});

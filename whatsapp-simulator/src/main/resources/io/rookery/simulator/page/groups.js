'use strict';
/* Groups: their members are known by their hidden ids. */

__d('WAWebGroupParticipantCollection', (require, module) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const Collection = require('WAWebCollection');

  class Participant extends BaseModel {
    initialize() {
      this.attributes.id = require('WAWebWidFactory').createWid(this.attributes.id);
      const { ContactCollection } = require('WAWebContactCollection');
      Object.defineProperty(this, 'contact', { value: ContactCollection.gadd(this.id), enumerable: false });
    }
  }
  defineModel(Participant, 'participant', ['id', 'isAdmin', 'isSuperAdmin']);

  module.exports = class GroupParticipants extends Collection {
    static model = Participant;

    #mine() {
      const { isMeAccount } = require('WAWebUserPrefsMeUser');
      return this.findFirst(({ id }) => isMeAccount(id));
    }

    iAmMember() {
      return Boolean(this.#mine());
    }

    iAmAdmin() {
      return Boolean(this.#mine()?.isAdmin);
    }

    iAmSuperAdmin() {
      return Boolean(this.#mine()?.isSuperAdmin);
    }

    iAmRestrictedMember() {
      return false;
    }
  };
});

__d('WAWebGroupMetadataModel', (require, module) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');
  const { createWid } = require('WAWebWidFactory');

  class GroupMetadata extends BaseModel {
    static defaults() {
      return { isLidAddressingMode: true, isParentGroup: false, announce: false, restrict: false };
    }

    initialize() {
      this.attributes.id = createWid(this.attributes.id);
      const value = new (require('WAWebGroupParticipantCollection'))();
      Object.defineProperty(this, 'participants', { value, enumerable: false });
    }

    serialize() {
      return { ...super.serialize(), participants: this.participants.serialize() };
    }
  }

  module.exports = defineModel(GroupMetadata, 'group-metadata', [
    'id', 'subject', 'owner', 'creation', 'size', 'isLidAddressingMode', 'isParentGroup', 'announce', 'restrict',
  ]);
});

__d('WAWebGroupMetadataCollection', (require, module) => {
  const { BaseCollection } = require('WAWebBaseCollection');

  class GroupMetadataCollection extends BaseCollection {
    static model = require('WAWebGroupMetadataModel');

    _handleParentGroupChange() {}
  }

  module.exports = new GroupMetadataCollection();
});

__d('sim/groups', (require, module) => {
  const addresses = require('sim/addresses');
  const { createWid } = require('WAWebWidFactory');
  const known = new Map();

  /** Learns of a group and its members, without a chat yet. */
  function learn(group) {
    const { id, subject, owner, at, participants } = group;
    known.set(id, group);
    participants.forEach(({ number, lid }) => require('sim/lids').learn(addresses.user(number), lid));
    const metadata = require('WAWebGroupMetadataCollection').gadd(createWid(id));
    require('WAWebContactCollection').ContactCollection.gadd(metadata.id).set('name', subject);
    metadata.set({
      subject,
      owner: addresses.person(owner, metadata.id),
      creation: Math.floor(Date.parse(at) / 1000),
      size: participants.length,
    });
    for (const { number, name, owner: isSuperAdmin } of participants) {
      const memberId = addresses.person(number, metadata.id);
      metadata.participants.add({ id: memberId, isAdmin: isSuperAdmin, isSuperAdmin }, { merge: true });
      const { ContactCollection } = require('WAWebContactCollection');
      [memberId, addresses.user(number)].forEach((contactId) => ContactCollection.gadd(contactId).set('pushname', name));
    }
    return metadata;
  }

  module.exports = {
    learn,

    /** What is kept of a group with its chat. */
    kept: (chatId) => known.get(String(chatId)),

    /** The server tells of a group that this account is in. Answers its chat. */
    async take(group) {
      const { id, subject, creation } = learn(group);
      const [chat] = require('WAWebChatCollection').ChatCollection.add({ id, name: subject, t: creation });
      chat.set('name', subject);
      await require('sim/inbox').keepChat(chat);
      return chat;
    },

    /** Asks the server for all groups of this account. Answers their chats. */
    async query() {
      const { groups } = await require('sim/socket').ask({ t: 'groups' });
      return Promise.all(groups.map(module.exports.take));
    },
  };
});

__d('WAWebGroupQueryJob', (require, module, exports) => {
  exports.queryAllGroups = async () =>
    (await require('sim/groups').query()).map(({ groupMetadata }) => groupMetadata.serialize());
  exports.queryAndUpdateGroupMetadataById = async () => {
    await require('sim/groups').query();
  };
});

__d('WAWebLidMigrationUtils', (require, module, exports) => {
  const { lidOf, numberOf } = require('sim/lids');
  exports.toPn = (wid) => (wid.isLid() ? numberOf(wid) : wid);
  exports.toLid = (wid) => (wid.isLid() ? wid : lidOf(wid));
  exports.toUserLid = exports.toLid;
  exports.toUserLidOrThrow = (wid) => {
    const lid = exports.toLid(wid);
    if (!lid) {
      throw new Error(`no hidden id is known for ${wid}`);
    }
    return lid;
  };
  exports.shouldHaveAccountLid = (wid) => wid.isUser();
});

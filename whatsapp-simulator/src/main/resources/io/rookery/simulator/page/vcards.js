'use strict';
/* Contact cards. */

__d('sim/vcards', (require, module) => {
  const card = ({ name, vcard }) => ({ displayName: name, vcard, isMultiVcard: false });

  module.exports = {
    encode({ type, body, vcardFormattedName, vcardList }) {
      if (type === 'vcard') {
        return { contacts: [{ name: vcardFormattedName, vcard: body }] };
      }
      return type === 'multi_vcard'
        ? { contacts: vcardList.map(({ displayName, vcard }) => ({ name: displayName, vcard })) }
        : {};
    },
    decode({ type, contacts }) {
      if (!contacts) {
        return {};
      }
      return type === 'vcard'
        ? { body: contacts[0].vcard, vcardFormattedName: contacts[0].name }
        : { vcardList: contacts.map(card) };
    },
  };
});

__d('WAWebFrontendVcardUtils', (require, module, exports) => {
  const escaped = (text) => text.replaceAll(/([\\,;])/g, '\\$1').replaceAll('\n', '\\n');

  exports.vcardFromContactModel = (contact) => {
    const { getDisplayName } = require('WAWebFrontendContactGetters');
    const number = require('sim/addresses').of(contact.id);
    const displayName = contact.displayName ?? getDisplayName(contact);
    const lines = [
      'BEGIN:VCARD',
      'VERSION:3.0',
      `N:;${escaped(displayName)};;;`,
      `FN:${escaped(displayName)}`,
      `TEL;type=CELL;waid=${number}:+${number}`,
      'END:VCARD',
    ];
    return { displayName, vcard: lines.join('\n'), isMultiVcard: false };
  };
});

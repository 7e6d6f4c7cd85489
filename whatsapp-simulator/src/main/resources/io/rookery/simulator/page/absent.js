'use strict';
/*
 * Modules that clients look up while they start, for features that the simulator does not have (status, labels, link
 * previews, calls). Using one of them says so.
 */
(() => {
  const absent = {
    WAWebUpdateDbForGroupActionApi: ['updateDBForGroupAction'],
    WAWebGenMinimalLinkPreviewChatAction: ['genMinimalLinkPreview'],
    WAWebLinkPreviewChatAction: ['getLinkPreview'],
    WAWebBizLabelUtils: ['addToLabelCollection', 'removeLabelFromCollection'],
    WAWebApiChat: ['createChatRecord'],
  };
  for (const [id, names] of Object.entries(absent)) {
    __d(id, (require, module, exports) => {
      for (const name of names) {
        exports[name] = () => {
          throw new Error(`${id}.${name} is not simulated`);
        };
      }
    });
  }
})();

__d('WAWebChatPinBridge', (require, module, exports) => {
  exports.getNumConversationsPinned = () => 0;
  exports.getPinLimit = () => 3;
});

__d('WAWebChatSearchFilters', (require, module, exports) => {
  exports.isFilterExcludedFromSearchTreatmentInInboxFlow = () => false;
});

__d('WAWebChatSearchQuery', (require, module, exports) => {
  exports.SearchQuery = class SearchQuery {};
});

__d('WAWebVoipWaCallEnums', (require, module, exports) => {
  exports.CallState = { None: 0, Calling: 1, ReceivedCall: 3, ReceivedCallWithoutOffer: 9 };
});

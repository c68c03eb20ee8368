/** What a reader puts up with. Far above anything a vCenter sends, far below what would exhaust memory. */
export interface XmlLimits {
  /** Nested elements. Real answers stay below 30. */
  readonly depth: number;
  /** Attributes of one element. Real answers have two, and a few namespace declarations. */
  readonly attributes: number;
  /** Characters of one text, tag or comment. The longest real ones are the documents inside ExecuteSoap answers. */
  readonly token: number;
  /** Elements held at one time; elements that were handed on no longer count. A whole HostSystem has some 25,000. */
  readonly elements: number;
}

export const XML_LIMITS: XmlLimits = { depth: 100, attributes: 64, token: 16 * 1024 * 1024, elements: 500_000 };

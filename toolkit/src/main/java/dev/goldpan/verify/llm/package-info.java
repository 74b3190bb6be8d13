/**
 * Asking a language model that sees, over the chat-completions interface of OpenAI, which Gemini and local servers speak too. What it
 * answers is not trusted, what it costs is limited, and what was answered is kept. Knows no verifier and no tensor.
 */
package dev.goldpan.verify.llm;

/** The networks behind the scores, laid out as transformers' models, and what turns a picture into their input. */
package dev.goldpan.verify.net;
